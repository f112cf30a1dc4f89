"""Runs the browser tests against the real server: `run.py [words in test names...]`.

SONODRILL_BIN names the server's executable. The last line is `N passed, N failed` alone.
"""

import importlib
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from world import World  # noqa: E402

MODULES = ["test_units", "test_drill", "test_viewer", "test_second_read", "test_ai_modes", "test_stream", "test_keeping", "test_staff", "test_charts", "test_access", "test_rules", "test_words", "test_cost"]


def collected(words):
    for name in MODULES:
        module = importlib.import_module(name)
        for label, test in vars(module).items():
            if not label.startswith("test_") or not callable(test):
                continue
            full = f"{name}.{label}"
            if not words or any(word in full for word in words):
                yield full, test


def run(tests):
    passed = failed = 0
    with World() as world:
        for name, test in tests:
            started = time.monotonic()
            try:
                test(world)
                world.check_console()
                passed += 1
                print(f"ok      {name} ({time.monotonic() - started:.1f} s)", flush=True)
            except Exception:
                failed += 1
                print(f"FAILED  {name} ({time.monotonic() - started:.1f} s)\n{traceback.format_exc()}", flush=True)
                world.keep_picture(name)
            finally:
                world.close_pages()
    return passed, failed


if __name__ == "__main__":
    passed, failed = run(list(collected(sys.argv[1:])))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)

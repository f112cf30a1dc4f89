"""Starts and stops the real server for tests: its own data folder, any free port."""
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("SONODRILL_BIN", ROOT / ".build/release/sonodrill")).resolve()
PASSWORD = "sonodrill-demo"


class Server:
    """`sonodrill demo` (or `serve`) on a free port; `with Server() as server:` stops it again."""

    def __init__(self, command="demo", data=None, cases=None, options=()):
        self.own_data = data is None
        self.data = Path(data or tempfile.mkdtemp(prefix="sonodrill-"))
        self.cases = cases
        self.command = command
        self.options = list(options)
        self.process = None
        self.address = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        if self.own_data:
            shutil.rmtree(self.data, ignore_errors=True)

    def start(self):
        arguments = [str(BINARY), self.command, "--data", str(self.data), "--port", "0", *self.options]
        for folder in self.cases or []:
            arguments += ["--cases", str(folder)]
        self.log = open(self.data.parent / (self.data.name + ".log"), "ab")
        self.process = subprocess.Popen(
            arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line.strip())
            found = re.search(r"Sonodrill is at (http\S+)", line)
            if found:
                self.address = found.group(1)
            if "Stop with" in line:
                return self
        raise RuntimeError(f"the server did not start: {self.lines} (see {self.log.name})")

    def kill(self):
        """As a power cut would: no chance to finish anything."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()
                raise RuntimeError("the server did not stop within 15 s of being asked")

    @property
    def database(self):
        folder = self.data / "demo" if self.command == "demo" else self.data
        return folder / "sonodrill.sqlite"

    def resident_bytes(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024
        return 0

"""The tests of state/ and wire.js, run in Chromium."""

import mimetypes
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: No server: every file is answered from the repository.
PLACE = "http://sonodrill.test"


def answer(route):
    path = ROOT / route.request.url.removeprefix(PLACE + "/")
    if path.is_file():
        route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream")
    else:
        route.fulfill(body="<!doctype html><title>tests</title>", content_type="text/html")


def test_state_and_wire(world):
    page = world.page()
    page.route(PLACE + "/**", answer)
    page.goto(PLACE + "/")
    results = page.evaluate("async () => (await import('/Tests/browser/unit/all.js')).results()")
    wrong = [f"{r['name']}: {r['error']}" for r in results if r["error"]]
    assert len(results) > 50, f"only {len(results)} tests were found"
    assert not wrong, "\n".join(wrong)


def test_every_language_has_the_same_words(world):
    import json

    catalogues = {f.stem: json.loads(f.read_text()) for f in (ROOT / "web" / "locales").glob("*.json")}
    assert set(catalogues) == {"en", "zh"}
    assert catalogues["en"].keys() == catalogues["zh"].keys()
    for key, english in catalogues["en"].items():
        fields = {word for word in str(english).split("{")[1:]}
        chinese = str(catalogues["zh"][key])
        for field in fields:
            name = field.split("}")[0]
            if name.isidentifier():
                assert "{" + name + "}" in chinese, f"zh '{key}' leaves out {{{name}}}"

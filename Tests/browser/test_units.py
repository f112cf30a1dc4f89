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

    files = [f for f in (ROOT / "web" / "locales").glob("*.json") if ".phrases" not in f.name]
    catalogues = {f.stem: json.loads(f.read_text()) for f in files}
    assert set(catalogues) == {"en", "zh"}
    assert catalogues["en"].keys() == catalogues["zh"].keys()
    for key, english in catalogues["en"].items():
        fields = {word for word in str(english).split("{")[1:]}
        chinese = str(catalogues["zh"][key])
        for field in fields:
            name = field.split("}")[0]
            if name.isidentifier():
                assert "{" + name + "}" in chinese, f"zh '{key}' leaves out {{{name}}}"


def test_the_phrase_book_uses_every_hole_it_is_given(world):
    import json
    import re

    book = json.loads((ROOT / "web" / "locales" / "zh.phrases.json").read_text())
    #: What the translated sentence says without naming it.
    unsaid = {"count", "how"}
    for english, chinese in {**book["sentences"], **book["words"]}.items():
        given, used = (set(re.findall(r"{(\w+)}", text)) for text in (english, chinese))
        assert used <= given and given - used <= unsaid, f"{english!r} gives {given}, its translation uses {used}"


def test_every_word_the_page_asks_for_is_there(world):
    import json
    import re

    words = json.loads((ROOT / "web" / "locales" / "en.json").read_text())
    asked = {(f.name, key) for f in (ROOT / "web").rglob("*.js") for key in re.findall(r"\bt\('([\w.]+)'", f.read_text())}
    lacking = sorted(f"{file}: {key}" for file, key in asked if key not in words)
    assert len(asked) > 200 and not lacking, lacking

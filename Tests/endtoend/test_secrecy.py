"""Words planted in the truth and in the AI's trace reach no trainee before the commit."""
import json
import shutil
import sqlite3

import pytest
from client import Client, frames_of, no_finding
from server import ROOT, Server

MODES = ["off", "secondRead", "concurrent", "onRequest"]
CANARIES = ["canarytruth", "canaryteaching", "canarytitle", "canarytag", "canarytrace", "canary-case"]


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A server with one case full of canaries, alone in a course of each mode."""
    folder = tmp_path_factory.mktemp("planted")
    source = next(path for path in sorted((ROOT / "cases").iterdir())
                  if (path / "truth.yaml").exists() and "lesions: []" not in (path / "truth.yaml").read_text())
    case = folder / "cases" / "canary-case"
    shutil.copytree(source, case)
    text = (case / "case.yaml").read_text().splitlines()
    text = [("title: canarytitle" if line.startswith("title:") else line) for line in text]
    text = [("tags: [canarytag]" if line.startswith("tags:") else line) for line in text]
    (case / "case.yaml").write_text("\n".join(text) + "\n")
    truth = (case / "truth.yaml").read_text()
    assert "diagnosis:" in truth, "the planted case needs a diagnosis to plant a word in"
    lines = []
    for line in truth.splitlines():
        head, found, tail = line.partition("diagnosis:")
        if found:
            end = min([tail.find(mark) for mark in (",", "}") if mark in tail] or [len(tail)])
            line = head + found + " canarytruth" + tail[end:]
        lines.append(line)
    (case / "truth.yaml").write_text("\n".join(lines) + "\n")
    (case / "teaching.md").write_text("canaryteaching\n")
    curricula = folder / "curricula"
    shutil.copytree(ROOT / "curricula" / "lexicons", curricula / "lexicons")
    for mode in MODES:
        (curricula / f"course-{mode.lower()}.yaml").write_text(f"""format: 1
title: Course
goal: Nothing told.
lexicon: birads-us-2013
units:
  - id: unit
    title: Unit
    goal: Read.
    cases: [canary-case]
    mode: {mode}
{"" if mode == "off" else "    aiErrors: 0.5"}
    feedback: afterEachCase
    order: adaptive
    pass: {{minimumCases: 1, minimumScores: {{find: 0.5}}}}
    gates: []
""")
    server = Server(data=folder / "data", cases=[folder / "cases"], options=["--curricula", str(curricula)])
    with server:
        Client(server.address).sign_in("instructor").get("/api/cases/canary-case/preview")
    plant_trace(server.database)
    with server:
        yield server


def plant_trace(path):
    """Puts a canary where the AI's own words are kept, as if the model had said it."""
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT caseDigest, view, modelDigest, body FROM trace").fetchall()
        assert rows, "the preview kept no trace"
        for case, view, model, body in rows:
            trace = json.loads(body)
            trace["tracks"] = [{"id": 1, "firstFrame": 0, "lastFrame": 1, "keyPlane": 0, "confidence": 0.9,
                                "descriptors": {"shape": ["canarytrace"]}}]
            for frame in trace["frames"][:5]:
                frame["quality"]["advice"] = "canarytrace"
            database.execute("DELETE FROM trace WHERE caseDigest = ? AND view = ?", (case, view))
            database.execute("INSERT INTO trace VALUES (?, ?, ?, ?, 0)", (case, view, model, json.dumps(trace)))


def everything_a_trainee_can_fetch(client, attempt):
    """Every GET route with every place filled in every plausible way, and both codecs of the socket."""
    places = [attempt["id"], "canary-case", "v1", "radial", "1", "2", "course-off", "course-secondread", "unit"]
    fixed = ["/", "/health", "/metrics", "/api/session", "/api/today", "/api/progress", "/api/history",
             "/api/cases", "/api/cases?query=c", "/api/curricula", "/api/problems", "/api/cohorts",
             "/api/accounts", "/api/department/cohorts", "/api/lexicons/birads-us-2013",
             "/cases/canary-case/truth.yaml", "/../cases/canary-case/truth.yaml",
             "/api/progress?account=1", "/api/history?account=1", "/api/items", "/api/items.csv",
             *(f"/api/progress/{table}.csv" for table in ("curve", "fit", "skills", "decide", "competence", "reliance", "due", "evidence"))]
    patterns = ["/api/attempts/{}", "/api/attempts/{}/feedback", "/api/attempts/{}/draft",
                "/api/attempts/{}/views/v1/frames/0.png", "/api/cases/{}", "/api/cases/{}/preview",
                "/api/cases/{}/views/v1/frames/0.png", "/api/curricula/{}", "/api/cohorts/{}",
                "/api/attempts/{}/ai", "/api/attempts/{}/again", "/api/cohorts/{}/units/course-off/unit", "/api/department/cohorts/{}",
                "/api/department/cohorts/{}.csv", "/api/department/cohorts/{}/trainees.csv",
                "/api/department/cohorts/{}/research/ratings.imrmc", "/api/progress/{}.csv", "/api/lexicons/{}", "/api/links/{}"]
    paths = fixed + [pattern.format(place) for pattern in patterns for place in places]
    for path in paths:
        status, headers, body = client.raw("GET", path)
        yield f"GET {path}", json.dumps(headers).encode() + body
    with client.socket() as socket:
        for codec in ("h264", "jpeg"):
            opened, frames = frames_of(socket, attempt["id"], codec=codec, stream=5)
            yield f"socket {codec}", json.dumps(opened).encode() + b"".join(frames)
        socket.send(json.dumps({"type": "open", "stream": 9, "case": "canary-case", "view": "v1",
                                "codec": "h264", "from": 0, "credit": 8}))
        answer = socket.recv(timeout=10)
        assert isinstance(answer, str) and json.loads(answer)["type"] == "error"
        yield "socket by case", answer.encode().replace(b"canary-case", b"")


@pytest.mark.parametrize("course", [f"course-{mode.lower()}" for mode in MODES])
def test_no_canary_leaves_before_the_commit(planted, course):
    admin = Client(planted.address).sign_in("admin")
    admin.call("POST", "/api/accounts", {"name": course, "displayName": "Reader", "role": "trainee",
                                          "password": "sonodrill-demo"})
    trainee = Client(planted.address).sign_in(course)
    attempt = trainee.open(course, "unit")
    trainee.call("PUT", f"/api/attempts/{attempt['id']}/draft", {"read": no_finding()})
    sent = [("open", json.dumps(attempt).encode())]
    sent += everything_a_trainee_can_fetch(trainee, attempt)
    leaks = [(where, canary) for where, data in sent for canary in CANARIES if canary.encode() in data]
    assert leaks == []
    if course in ("course-off", "course-secondread"):
        status, _, refused = trainee.raw("POST", f"/api/attempts/{attempt['id']}/ai", b"")
        assert status == 409 and b"attempt.aiWithheld" in refused and not any(c.encode() in refused for c in CANARIES)
    # The crawl must be able to find them: after the commit they are there.
    after = json.dumps(trainee.commit(attempt["id"], no_finding()))
    if course == "course-secondread":
        assert "canarytrace" in after and "canarytruth" not in after
        # Between the answers neither the figures nor the reason for the case may tell the truth.
        assert trainee.get("/api/progress")["detection"]["malignant"] == 0 == trainee.get("/api/progress")["cases"]
        assert all(b"canarytruth" not in data for _, data in everything_a_trainee_can_fetch(trainee, attempt))
        trainee.commit(attempt["id"], no_finding())
    feedback = json.dumps(trainee.get(f"/api/attempts/{attempt['id']}/feedback"))
    assert '"why": {' in feedback, "an adaptive unit says afterwards why it chose the case"
    for canary in ("canarytruth", "canaryteaching", "canarytitle", "canarytrace"):
        assert canary in feedback


@pytest.mark.parametrize("course", ["course-concurrent", "course-onrequest"])
def test_an_ai_shown_before_the_answer_brings_no_truth_with_it(planted, course):
    """Once it is asked for the AI's own words come, and still nothing of truth, title, tag or teaching."""
    name = course + "-asking"
    Client(planted.address).sign_in("admin").call(
        "POST", "/api/accounts", {"name": name, "displayName": "Reader", "role": "trainee", "password": "sonodrill-demo"})
    trainee = Client(planted.address).sign_in(name)
    attempt = trainee.open(course, "unit")
    shown = trainee.call("POST", f"/api/attempts/{attempt['id']}/ai")
    assert shown["phase"] == "reading" and shown["ai"]
    sent = [("asked", json.dumps(shown).encode())] + list(everything_a_trainee_can_fetch(trainee, attempt))
    secret = [canary for canary in CANARIES if canary != "canarytrace"] + ["planted", "isProbe"]
    assert [(where, word) for where, data in sent for word in secret if word.encode() in data] == []
    with sqlite3.connect(planted.database) as database:
        stage, = database.execute("SELECT stage FROM aiReveal WHERE attempt = ?", (attempt["id"],)).fetchone()
    assert stage == "first"


def test_honest_and_planted_answers_have_one_form(planted):
    """Same fields at every level, whether the AI is wrong on purpose or not: over many readers of one case."""
    admin = Client(planted.address).sign_in("admin")
    forms, kinds = {}, set()
    for number in range(16):
        name = f"form-{number}"
        admin.call("POST", "/api/accounts", {"name": name, "displayName": name, "role": "trainee", "password": "sonodrill-demo"})
        trainee = Client(planted.address).sign_in(name)
        attempt = trainee.open("course-concurrent", "unit")
        ai = trainee.call("POST", f"/api/attempts/{attempt['id']}/ai")["ai"]
        trainee.commit(attempt["id"], no_finding())
        planted_error = trainee.get(f"/api/attempts/{attempt['id']}/feedback")["plantedError"]
        kinds.add(planted_error["kind"] if planted_error else None)
        forms.setdefault(form(ai), []).append(planted_error)
    assert None in kinds and len(kinds) > 1, f"sixteen readers saw only {kinds}"
    assert len(forms) == 1, "an AI answer's fields tell whether it is planted"


def form(value):
    """Names and nesting of a message; what is reported (findings, tracks, words) differs from case to case anyway."""
    if isinstance(value, dict) and set(value) & {"shape", "margin", "echo", "gainLow"}:
        return "words"
    if isinstance(value, dict):
        return tuple((key, form(value[key])) for key in sorted(value) if key not in ("findings", "tracks"))
    if isinstance(value, list):
        return tuple(sorted({str(form(item)) for item in value}))
    return "value"

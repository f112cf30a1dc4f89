"""Imported stills are one-frame views, and everything works for them."""
import json
import shutil
import subprocess

import pytest
from client import Client, frame_message, frames_of, one_mark
from server import BINARY, ROOT, Server

BREAST = ROOT.parent / "shared" / "data" / "BrEaST"
pytestmark = pytest.mark.skipif(not BREAST.exists(), reason="the BrEaST images are not beside the checkout")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The genuine BrEaST set, imported, as the only course."""
    folder = tmp_path_factory.mktemp("stills")
    subprocess.run([str(BINARY), "import", "breast", str(BREAST), "--out", str(folder / "cases")], check=True,
                   stdout=subprocess.DEVNULL)
    curricula = folder / "curricula"
    shutil.copytree(ROOT / "curricula" / "lexicons", curricula / "lexicons")
    (curricula / "stills.yaml").write_text("""format: 1
title: Stills
goal: Read what is there.
lexicon: birads-us-2013
units:
  - id: unit
    title: Unit
    goal: Read.
    cases: {all: [breast-set], none: [normal]}
    mode: secondRead
    feedback: afterEachCase
    order: asWritten
    pass: {minimumCases: 1, minimumScores: {find: 0.5}}
    gates: []
""")
    with Server(data=folder / "data", cases=[folder / "cases"], options=["--curricula", str(curricula)]) as running:
        yield running


def test_a_real_still_is_drilled_from_vignette_to_feedback(server):
    trainee = Client(server.address).sign_in("trainee")
    attempt = trainee.open("stills", "unit")
    case = attempt["case"]
    view = case["views"][0]
    assert view["frames"] == 1 and view["frameRate"] is None and view["spacing"]["x"] > 0
    assert not case["isSimulated"] and "CC BY 4.0" in case["credit"]["licence"]
    with trainee.socket() as socket:
        for codec in ("h264", "jpeg"):
            _, frames = frames_of(socket, attempt["id"], codec=codec)
            assert len(frames) == 1 and frame_message(frames[0])[2] == 0
    png = trainee.get(f"/api/attempts/{attempt['id']}/views/v1/frames/0.png")
    assert int.from_bytes(png[16:20], "big") == view["width"]
    revising = trainee.commit(attempt["id"], one_mark(attempt, frame=0) | {"displayed": {"v1": [3.2]}})
    assert revising["phase"] == "revising" and len(revising["ai"]["views"][0]["frames"]) == 1
    trainee.commit(attempt["id"], one_mark(attempt, "4B", frame=0) | {"displayed": {"v1": [5.0]}})
    feedback = trainee.get(f"/api/attempts/{attempt['id']}/feedback")
    assert feedback["lesions"][0]["views"][0]["outlines"][0]["frame"] == 0
    assert feedback["lesions"][0]["pathology"]["evidence"] in ("histology", "followUp")
    assert feedback["firstMeasures"] and json.dumps(feedback["measures"])


def test_the_ai_finds_something_in_most_real_lesions(server):
    instructor = Client(server.address).sign_in("instructor")
    cases = [case for case in instructor.get("/api/cases?query=breast-set")["cases"] if case["outcome"] != "normal"][:12]
    found = sum(bool(instructor.get(f"/api/cases/{case['id']}/preview")["ai"]["views"][0]["tracks"]) for case in cases)
    assert found >= 9, f"{found} of {len(cases)}"

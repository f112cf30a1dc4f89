"""A thyroid case under ACR TI-RADS, written into a folder of its own: read, scored and shown as it is."""
import json
import shutil
import subprocess

import pytest
from client import Client
from server import BINARY, ROOT, Server

CASE = "simple-cyst-easy"
WORDS = {"composition": ["solid"], "echogenicity": ["very_hypo"], "shape": ["taller"], "margin": ["smooth"],
         "foci": ["punctate"]}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    folder = tmp_path_factory.mktemp("thyroid")
    nodule = folder / "cases" / "nodule"
    shutil.copytree(ROOT / "cases" / CASE, nodule)
    case = (nodule / "case.yaml").read_text()
    view = next(line.split(":")[1].strip() for line in case.splitlines() if line.strip().startswith("- id:"))
    (nodule / "truth.yaml").write_text(f"""format: 1
lexicon: acr-tirads-2017
outcome: malignant
assessments: [TR5]
lesions:
  - id: l1
    name: Nodule
    pathology: {{diagnosis: papillary carcinoma, malignant: true, evidence: histology}}
    opinions:
      - {{expert: a, assessment: TR5, longAxis: 12, descriptors: {json.dumps(WORDS)}}}
      - {{expert: b, longAxis: 11, descriptors: {json.dumps({**WORDS, "margin": ["ill_defined"]})}}}
    views:
      - view: {view}
        outlines:
          - {{frame: 0, contour: [[100, 100], [200, 100], [200, 200], [100, 200]]}}
          - {{frame: 20, contour: [[140, 100], [240, 100], [240, 200], [140, 200]]}}
""")
    curricula = folder / "curricula"
    shutil.copytree(ROOT / "curricula" / "lexicons", curricula / "lexicons")
    (curricula / "thyroid.yaml").write_text("""format: 1
title: Thyroid nodules
goal: Add up the points.
lexicon: acr-tirads-2017
units:
  - id: nodules
    title: Nodules
    goal: Find and describe.
    cases: [nodule]
    mode: off
    feedback: afterEachCase
    order: asWritten
    pass: {minimumCases: 1, minimumScores: {find: 0.5}}
""")
    settings = ["--cases", str(folder / "cases"), "--curricula", str(curricula)]
    server = Server(data=folder / "data", cases=[folder / "cases"], options=["--curricula", str(curricula)])
    with server as running:
        admin = Client(running.address).sign_in("admin")
        admin.call("POST", "/api/accounts", {"name": "thy", "displayName": "Thy", "role": "trainee",
                                              "password": "sonodrill-demo"})
        running.settings, running.nodule = settings, nodule
        yield running


def read_of(attempt, **changes):
    spacing = attempt["case"]["views"][0]["spacing"]["x"]
    frames = attempt["case"]["views"][0]["frames"]
    mark = {"id": "m1", "view": "v1", "frame": 10, "shape": {"kind": "point", "x": 170, "y": 150}, "rating": 0.9,
            "descriptors": WORDS, "assessment": None, "keyPlane": None, "displayedBefore": [0.04] * 10,
            "calipers": [{"frame": 10, "from": {"x": 100, "y": 150}, "to": {"x": 100 + 11.5 / spacing, "y": 150}}]}
    return {"marks": [{**mark, **changes}], "noFinding": False, "assessment": None, "likelihood": 0.8,
            "qualityFaults": [], "displayed": {"v1": [0.04] * frames}, "duration": 20}


def test_a_nodule_is_read_scored_and_shown_without_breast_words(clinic):
    trainee = Client(clinic.address).sign_in("thy")
    attempt = trainee.open("thyroid", "nodules")
    lexicon = trainee.get(f"/api/lexicons/{attempt['lexicon']}")
    assert lexicon["organ"] == "thyroid" and lexicon["assessment"]["label"]["en"] == "TI-RADS level"
    assert [f["id"] for f in lexicon["features"]] == list(WORDS)
    assert "credit" not in lexicon["assessment"]
    for changes in ({"assessment": "4A"}, {"descriptors": {"orientation": ["parallel"]}}):
        status, _, body = trainee.raw(
            "POST", f"/api/attempts/{attempt['id']}/commit", {"read": read_of(attempt, **changes)},
            {"Idempotency-Key": "another-lexicon"})
        assert status == 400 and b"ACR TI-RADS (2017)" in body, "a word of another lexicon"
    trainee.commit(attempt["id"], read_of(attempt))
    feedback = trainee.get(f"/api/attempts/{attempt['id']}/feedback")
    measures = {m["name"]: m["value"] for m in feedback["measures"]}
    assert feedback["assessment"]["mine"] == "TR5", "the level follows from the descriptors"
    assert measures["lesionLocalizationFraction"] == 1, "frame 10 lies between two outlined frames"
    assert measures["assessmentCredit"] == 1 and measures["managementConcordance"] == 1
    assert measures["pathologyConcordance"] == 1 and abs(measures["caliperError"]) < 0.01
    assert measures["descriptorCredit.margin"] == 1 and measures["descriptorCeiling"] == 0.8
    assert measures["timeToMark"] == pytest.approx(0.4)
    assert feedback["ai"] is None, "the breast reader is silent on a thyroid"
    assert feedback["aiAgreement"]["value"] is None


def rescored(clinic, *options):
    run = subprocess.run([BINARY, "score", "--all", "--json", "--data", str(clinic.database.parent), *clinic.settings, *options],
                         capture_output=True, text=True, cwd=ROOT, check=True)
    return json.loads(run.stdout)


def test_scoring_again_says_whose_result_would_change_and_changes_nothing_unless_asked(clinic):
    trainee = Client(clinic.address).sign_in("thy")
    history = [a for a in trainee.get("/api/history")["attempts"] if a["phase"] == "committed"]
    assert rescored(clinic) == {"changes": [], "isWritten": False, "reads": len(history), "refusals": [],
                                "unchanged": len(history)}
    truth = clinic.nodule / "truth.yaml"
    truth.write_text(truth.read_text().replace("assessments: [TR5]", "assessments: [TR4]"))
    report = rescored(clinic)
    assert len(report["changes"]) == 1 and not report["isWritten"] and report["changes"][0]["isOtherTruth"]
    change = report["changes"][0]
    differences = {d["name"]: (d["before"], d["after"]) for d in change["differences"]}
    assert change["account"] == "thy"
    assert differences["assessmentCredit"] == (1, 0.25) and differences["skill.categorise"] == (1, 0.25)
    assert rescored(clinic) == report, "nothing was changed"
    assert rescored(clinic, "--write")["isWritten"]
    assert rescored(clinic)["changes"] == [], "the new score counts now"
    assert trainee.get("/api/history")["attempts"][-1]["verdict"] == change["verdictAfter"]


def test_one_read_is_scored_from_a_file(clinic, tmp_path):
    view = {"views": [{"spacing": {"x": 1}, "frames": 5}]}
    read = read_of({"case": view}, calipers=[])
    name = next(line.split(":")[1].strip() for line in (clinic.nodule / "case.yaml").read_text().splitlines()
                if line.strip().startswith("- id:"))
    read["marks"][0]["view"], read["displayed"] = name, {}
    (tmp_path / "read.json").write_text(json.dumps(read))
    command = [BINARY, "score", tmp_path / "read.json", "--case", clinic.nodule, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    score = json.loads(done.stdout)
    assert score["rubric"] == "sonodrill-2" and score["rule"]["matching"]["mergeDistance"] == 5
    assert score["lexicon"] == "acr-tirads-2017" and len(score["lexiconDigest"]) == 64
    (tmp_path / "read.json").write_text(json.dumps({**read, "noFinding": True, "likelihood": 7}))
    refused = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert refused.returncode == 1 and refused.stderr.count("read.json") == 2, "both problems are named"

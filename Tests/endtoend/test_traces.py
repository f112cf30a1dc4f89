"""What the AI said is kept, and reading again says the same; a damaged recording harms nobody else."""
import json
import shutil
import subprocess

import pytest
from client import Client, Refused, frames_of
from server import BINARY, ROOT, Server

CASE = "dekopo"


def read_again(case):
    lines = subprocess.run([str(BINARY), "read", str(case)], cwd=ROOT, check=True, capture_output=True, text=True)
    frames = [json.loads(line) for line in lines.stdout.splitlines()]
    for frame in frames:
        assert frame.pop("source") and frame.pop("latencyMs") > 0
    return frames


def test_a_kept_trace_and_a_live_reading_are_the_same(tmp_path):
    server = Server(data=tmp_path / "data")
    traces = []
    for _ in range(2):  # the second server finds the trace of the first
        with server:
            preview = Client(server.address).sign_in("instructor").get(f"/api/cases/{CASE}/preview")
            traces.append(preview["ai"]["views"][0]["frames"])
    assert traces[0] == traces[1] == read_again(ROOT / "cases" / CASE)


@pytest.mark.parametrize("damage", ["cut", "gone", "other bytes"])
def test_a_damaged_recording_is_an_error_of_its_own_case_only(tmp_path, damage):
    for name in (CASE, "vadibi"):
        shutil.copytree(ROOT / "cases" / name, tmp_path / "cases" / name)
    recording = next((tmp_path / "cases" / CASE).glob("*.mp4"))
    with Server(data=tmp_path / "data", cases=[tmp_path / "cases"]) as server:
        content = recording.read_bytes()
        if damage == "gone":
            recording.unlink()
        else:
            recording.write_bytes(content[:20_000] if damage == "cut" else bytes(reversed(content)))
        instructor = Client(server.address).sign_in("instructor")
        with pytest.raises(Refused) as refused:
            instructor.get(f"/api/cases/{CASE}/preview")
        assert refused.value.status == 500 and refused.value.body["error"]["message"].endswith(".")
        with instructor.socket() as socket:
            for name, works in ((CASE, False), ("vadibi", True)):
                socket.send(json.dumps({"type": "open", "stream": 1, "case": name, "view": "v1", "codec": "h264",
                                        "from": 0, "credit": 8}))
                answer = json.loads(socket.recv(timeout=60))
                assert answer["type"] == ("opened" if works else "error"), answer
        assert instructor.get("/health")["status"] == "ok"

"""One trainee's way through a case, by the protocol."""
import json

import pytest
from client import Client, Refused, frame_message, frames_of, no_finding, one_mark


def unit_of(client, mode):
    for course in client.get("/api/today")["courses"]:
        for unit in course["units"]:
            if unit["mode"] == mode and unit["isOpen"]:
                return course["id"], unit["id"]
    return None


def any_open_unit(client):
    following = client.get("/api/today")["next"]
    return following["curriculum"], following["unit"]


def test_a_case_is_opened_drafted_committed_and_explained(trainee):
    attempt = trainee.open(*any_open_unit(trainee))
    assert attempt["phase"] == "reading" and attempt["ai"] is None and not attempt["hasFeedback"]
    path = f"/api/attempts/{attempt['id']}"
    saved = trainee.call("PUT", path + "/draft", {"read": one_mark(attempt)})
    assert saved["savedAt"].endswith("Z")
    assert trainee.get(path)["draft"]["marks"][0]["id"] == "m1"
    with pytest.raises(Refused) as early:
        trainee.get(path + "/feedback")
    assert early.value.code == "notFound"
    committed = trainee.commit(attempt["id"], one_mark(attempt))
    if committed["phase"] == "revising":
        assert committed["ai"]["views"][0]["frames"]
        committed = trainee.commit(attempt["id"], one_mark(attempt, "4B"))
    assert committed["phase"] == "committed"
    feedback = trainee.get(path + "/feedback")
    assert feedback["verdict"] and feedback["measures"] and feedback["ai"]["views"]
    assert trainee.get("/api/progress")["cases"] == 1
    assert trainee.get("/api/history")["attempts"][0]["verdict"] == feedback["verdict"]


def test_every_frame_arrives_in_order_with_its_own_index(trainee):
    attempt = trainee.open(*any_open_unit(trainee))
    view = attempt["case"]["views"][0]
    with trainee.socket() as socket:
        for codec, start in (("h264", b"\x00\x00"), ("jpeg", b"\xff\xd8")):
            opened, frames = frames_of(socket, attempt["id"], codec=codec, stream=3)
            assert opened["frames"] == view["frames"] and not opened["hasFindings"]
            decoded = [frame_message(message) for message in frames]
            assert [frame[2] for frame in decoded] == list(range(view["frames"]))
            assert all(frame[4] == b"" for frame in decoded), "an overlay before the commit"
            assert all(frame[5].startswith(start) for frame in decoded)
            assert decoded[0][0] & 1 and decoded[-1][0] & 2
            step = 1e6 / view["frameRate"]
            assert all(abs(frame[3] - index * step) <= 1 for index, frame in enumerate(decoded))


def test_after_the_commit_each_overlay_speaks_of_its_own_frame(trainee):
    attempt = trainee.open(*any_open_unit(trainee))
    trainee.commit(attempt["id"], no_finding())
    with trainee.socket() as socket:
        opened, frames = frames_of(socket, attempt["id"])
    assert opened["hasFindings"]
    for message in frames:
        _, _, index, _, overlay, _ = frame_message(message)
        assert json.loads(overlay)["frame"] == index


def test_the_same_key_and_answer_again_gives_the_same_reply(trainee):
    attempt = trainee.open(*any_open_unit(trainee))
    read = no_finding()
    first = trainee.commit(attempt["id"], read, key="once-and-again")
    assert trainee.commit(attempt["id"], read, key="once-and-again") == first
    other = dict(read, duration=99.0)
    with pytest.raises(Refused) as conflict:
        trainee.commit(attempt["id"], other, key="once-and-again")
    assert conflict.value.status == 409 and conflict.value.code == "idempotency.conflict"


def test_a_second_answer_after_the_commit_is_refused(trainee):
    attempt = trainee.open(*any_open_unit(trainee))
    state = trainee.commit(attempt["id"], no_finding())
    if state["phase"] == "revising":
        trainee.commit(attempt["id"], no_finding())
    with pytest.raises(Refused) as again:
        trainee.commit(attempt["id"], one_mark(attempt))
    assert again.value.code == "attempt.alreadyCommitted"


def test_a_lossless_frame_is_a_picture_of_the_right_size(trainee):
    attempt = trainee.open(*any_open_unit(trainee))
    view = attempt["case"]["views"][0]
    png = trainee.get(f"/api/attempts/{attempt['id']}/views/v1/frames/{view['frames'] - 1}.png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20], "big") == view["width"]
    assert int.from_bytes(png[20:24], "big") == view["height"]


def test_an_instructor_sees_the_work_and_the_department_the_curve(server):
    trainee = Client(server.address).sign_in("trainee")
    attempt = trainee.open(*any_open_unit(trainee))
    trainee.commit(attempt["id"], no_finding())
    instructor = Client(server.address).sign_in("instructor")
    cohort = instructor.get("/api/cohorts")["cohorts"][0]
    path = f"/api/cohorts/{cohort['id']}/units/{attempt['curriculum']['id']}/{attempt['unit']['id']}"
    work = instructor.get(path)["trainees"]
    assert any(entry["id"] == attempt["id"] for person in work for entry in person["attempts"])
    case = instructor.get("/api/cases")["cases"][0]
    assert instructor.get(f"/api/cases/{case['id']}/preview")["outcome"] == case["outcome"]
    department = Client(server.address).sign_in("department")
    summary = department.get(f"/api/department/cohorts/{cohort['id']}")
    assert any(person["cases"] for person in summary["trainees"])
    csv = department.get(f"/api/department/cohorts/{cohort['id']}.csv").decode()
    assert csv.splitlines()[0].startswith("account,displayName,curriculum") and len(csv.splitlines()) > 1


def test_the_first_administrator_comes_in_by_a_link_that_works_once():
    from server import Server
    with Server(command="serve") as server:
        link = next(line for line in server.lines if "#/welcome/" in line).split("#/welcome/")[1]
        stranger = Client(server.address)
        assert stranger.get(f"/api/links/{link}") == {"role": "administrator"}
        person = {"name": "head", "displayName": "Head", "password": "a long enough password"}
        account = stranger.call("POST", f"/api/links/{link}", person)["account"]
        assert account["role"] == "administrator" and stranger.get("/api/session")["account"] == account
        with pytest.raises(Refused) as used:
            Client(server.address).call("POST", f"/api/links/{link}", dict(person, name="other"))
        assert used.value.status == 410

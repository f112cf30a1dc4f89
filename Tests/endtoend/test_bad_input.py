"""Whatever is sent, the answer is a sentence with a stable code, and the server lives."""
import json

import pytest
from client import Refused, no_finding, one_mark


def opened(client):
    following = client.get("/api/today")["next"]
    return client.open(following["curriculum"], following["unit"])


BODIES = [
    (b"", "request.malformed"), (b"{", "request.malformed"), (b"[]", "request.malformed"),
    (b'"text"', "request.malformed"), (b"\xff\xfe", "request.malformed"),
    (b'{"read": 3}', "request.malformed"), (b'{"read": {}}', "request.malformed"),
    (b'{"read": null}', "request.malformed"), (b"[" * 100_000, "request.malformed"),
]


@pytest.mark.parametrize("body,code", BODIES, ids=[str(b[:12]) for b, _ in BODIES])
def test_a_malformed_body_is_refused_with_a_sentence(trainee, body, code):
    attempt = opened(trainee)["id"]
    status, _, data = trainee.raw("POST", f"/api/attempts/{attempt}/commit", body, {"Idempotency-Key": "12345678"})
    error = json.loads(data)["error"]
    assert status == 400 and error["code"] == code and error["message"].endswith(".")


def changed(attempt, change):
    read = one_mark(attempt)
    change(read, read["marks"][0])
    return read


READS = {
    "a mark outside the frame": lambda read, mark: mark["shape"].update(x=-5000),
    "a mark on a frame that is not there": lambda read, mark: mark.update(frame=100000),
    "a mark on an unknown view": lambda read, mark: mark.update(view="v9"),
    "a category outside the lexicon": lambda read, mark: mark.update(assessment="9Z"),
    "a category that is not offered": lambda read, mark: mark.update(assessment="6"),
    "a word outside the lexicon": lambda read, mark: mark["descriptors"].update(shape=["star"]),
    "a feature outside the lexicon": lambda read, mark: mark["descriptors"].update(colour=["red"]),
    "marks and no finding": lambda read, mark: read.update(noFinding=True),
    "nothing at all": lambda read, mark: read.update(marks=[]),
    "a likelihood of 2": lambda read, mark: read.update(likelihood=2),
    "an unknown quality fault": lambda read, mark: read.update(qualityFaults=["tired"]),
    "display times past the end": lambda read, mark: read.update(displayed={"v1": [1] * 9999}),
    "a key plane outside the loop": lambda read, mark: mark.update(keyPlane=-1),
    "two marks with one id": lambda read, mark: read.update(marks=[mark, mark]),
}


@pytest.mark.parametrize("name", READS)
def test_an_impossible_answer_is_refused_and_nothing_is_stored(trainee, name):
    attempt = opened(trainee)
    with pytest.raises(Refused) as refused:
        trainee.commit(attempt["id"], changed(attempt, READS[name]))
    assert refused.value.status == 400 and refused.value.code == "read.invalid"
    assert refused.value.body["error"]["problems"]
    assert trainee.get(f"/api/attempts/{attempt['id']}")["phase"] == "reading"


MALFORMED = {
    "a rating of 2": lambda read, mark: mark.update(rating=2),
    "an unknown field": lambda read, mark: mark.update(colour="red"),
    "an unknown shape": lambda read, mark: mark.update(shape={"kind": "star", "x": 1, "y": 1}),
    "an ellipse without width": lambda read, mark: mark["shape"].update(halfWidth=0),
    "text for a number": lambda read, mark: mark.update(frame="three"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_field_that_does_not_fit_is_named(trainee, name):
    attempt = opened(trainee)
    with pytest.raises(Refused) as refused:
        trainee.commit(attempt["id"], changed(attempt, MALFORMED[name]))
    assert refused.value.status == 400 and refused.value.code == "request.malformed"


def test_all_problems_of_an_answer_are_told_at_once(trainee):
    attempt = opened(trainee)
    read = one_mark(attempt, assessment="9Z")
    read["marks"][0]["frame"] = 100000
    read["likelihood"] = -1
    with pytest.raises(Refused) as refused:
        trainee.commit(attempt["id"], read)
    assert len(refused.value.body["error"]["problems"]) >= 3


def test_an_oversized_body_is_refused(trainee):
    status, _, _ = trainee.raw("POST", "/api/attempts", b"x" * (3 << 20))
    assert status == 413


@pytest.mark.parametrize("path", ["/api/attempts/none", "/api/attempts/%00", "/api/none", "/none.js",
                                  "/../Package.swift", "/%2e%2e/Package.swift", "/api/attempts/" + "a" * 4000])
def test_an_unknown_path_is_not_found(trainee, path):
    status, _, data = trainee.raw("GET", path)
    assert status in (400, 404) and b"swift-tools-version" not in data


def test_a_commit_without_a_key_is_refused(trainee):
    attempt = opened(trainee)
    status, _, data = trainee.raw("POST", f"/api/attempts/{attempt['id']}/commit", {"read": no_finding()})
    assert status == 400 and b"Idempotency-Key" in data


SOCKET_MESSAGES = ["", "{", "[]", '{"type": "dance"}', '{"type": "open"}',
                   '{"type": "credit", "stream": 4, "frames": 8}', '{"type": "close", "stream": 70000}',
                   json.dumps({"type": "open", "stream": 1, "attempt": "none", "view": "v1", "codec": "h264",
                               "from": 0, "credit": 8}),
                   json.dumps({"type": "open", "stream": 1, "attempt": "none", "view": "v1", "codec": "mpeg",
                               "from": 0, "credit": 8})]


@pytest.mark.parametrize("text", SOCKET_MESSAGES)
def test_a_bad_socket_message_gets_an_error_and_the_socket_lives(trainee, text):
    with trainee.socket() as socket:
        for _ in range(2):
            socket.send(text)
            answer = json.loads(socket.recv(timeout=5))
            assert answer["type"] == "error" and answer["message"]


def test_an_oversized_socket_message_closes_it(trainee):
    with trainee.socket() as socket:
        with pytest.raises(Exception, match="1009"):
            socket.send("x" * (200 << 10))
            socket.recv(timeout=5)


def test_a_case_goes_on_from_any_frame_with_any_credit(trainee):
    attempt = opened(trainee)
    for first, credit in ((10**9, 1), (-5, 10**9), (3, -7)):
        with trainee.socket() as socket:
            socket.send(json.dumps({"type": "open", "stream": 1, "attempt": attempt["id"], "view": "v1",
                                    "codec": "h264", "from": first, "credit": credit}))
            assert json.loads(socket.recv(timeout=10))["type"] == "opened"


def test_the_server_is_still_well(trainee):
    assert trainee.get("/health")["status"] == "ok"

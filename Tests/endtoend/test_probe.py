"""The virtual probe: poses go in, frames come out, and nobody but an instructor holds it."""
import json
import struct

import pytest
from client import Client
from server import Server
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

ORDER = {"type": "open", "seed": 3, "composition": "c", "lesion": "simpleCyst", "look": "standard"}
STILL = {"type": "pose", "x": 0, "y": 0, "tilt": 0, "rock": 0, "yaw": 0, "pressure": 0.02}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with Server(data=tmp_path_factory.mktemp("probe")) as server:
        yield server.address


def probe(client):
    return connect(
        client.address.replace("http", "ws", 1) + "/probe", subprotocols=["sonodrill.1"],
        additional_headers={"Cookie": client.cookie or ""}, origin=client.address, compression=None, max_size=None)


def frame(socket, **change):
    socket.send(json.dumps(STILL | change))
    data = socket.recv(timeout=60)
    assert isinstance(data, bytes), data
    width, height, micrometres = struct.unpack_from("<HHI", data)
    assert len(data) == 8 + width * height and 20 < micrometres < 200
    return data[8:]


@pytest.fixture(scope="module")
def socket(address):
    with probe(Client(address).sign_in("instructor")) as socket:
        socket.send(json.dumps(ORDER))
        assert json.loads(socket.recv(timeout=120)) == {"type": "opened"}
        yield socket


def test_a_pose_is_answered_with_its_picture(socket):
    here, there = frame(socket), frame(socket, y=8)
    assert here != there
    assert max(here) > 150


def test_beside_the_breast_there_is_air(socket):
    breast, air = frame(socket), frame(socket, x=200)
    assert sum(air) < 0.5 * sum(breast)


@pytest.mark.parametrize("message", [
    "not json", "{}", json.dumps({"type": "jump"}), json.dumps(STILL | {"x": "left"}),
    json.dumps(STILL).replace('"x": 0', '"x": NaN'), json.dumps(STILL | {"tilt": 40}),
    json.dumps(STILL | {"pressure": 5}), json.dumps(STILL | {"truth": True}),
    json.dumps(ORDER | {"lesion": "dragon"}), json.dumps(ORDER | {"seed": -1}),
])
def test_what_nobody_can_hold_is_refused_with_a_sentence(socket, message):
    socket.send(message)
    answer = json.loads(socket.recv(timeout=60))
    assert answer["type"] == "error" and answer["message"].endswith(".")
    assert frame(socket)


def test_a_trainee_does_not_hold_it(address):
    with pytest.raises(InvalidStatus) as refused:
        probe(Client(address).sign_in("trainee"))
    assert refused.value.response.status_code == 403

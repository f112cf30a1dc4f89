"""A client written from web/protocol.md alone."""
import http.client
import json
import struct
import uuid
from urllib.parse import urlsplit

from websockets.sync.client import connect


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.code = body.get("error", {}).get("code") if isinstance(body, dict) else None


class Client:
    """One browser's worth of state: the address and the cookie."""

    def __init__(self, address):
        self.address = address
        self.cookie = None
        parts = urlsplit(address)
        self.host, self.port = parts.hostname, parts.port
        self.connection = None

    def raw(self, method, path, body=None, headers=None):
        """Status, headers and bytes of one request; the connection is kept."""
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        head = {"Content-Type": "application/json"} if data is not None else {}
        if self.cookie:
            head["Cookie"] = self.cookie
        head.update(headers or {})
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
            try:
                self.connection.request(method, path, body=data, headers=head)
                response = self.connection.getresponse()
                return response.status, dict(response.getheaders()), response.read()
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.connection.close()
                self.connection = None
                if attempt == 2:
                    raise

    def call(self, method, path, body=None, headers=None):
        status, head, data = self.raw(method, path, body, headers)
        set_cookie = head.get("Set-Cookie") or head.get("set-cookie")
        if set_cookie:
            self.cookie = set_cookie.split(";")[0]
        content = head.get("Content-Type") or head.get("content-type") or ""
        value = json.loads(data) if data and "json" in content else data
        if status >= 400:
            raise Refused(status, value)
        return value

    def get(self, path):
        return self.call("GET", path)

    def sign_in(self, name, password="sonodrill-demo"):
        self.call("POST", "/api/session", {"name": name, "password": password})
        return self

    def open(self, curriculum, unit):
        return self.call("POST", "/api/attempts", {"curriculum": curriculum, "unit": unit})

    def commit(self, attempt, read, key=None):
        return self.call(
            "POST", f"/api/attempts/{attempt}/commit", {"read": read},
            {"Idempotency-Key": key or str(uuid.uuid4())})

    def socket(self, **options):
        return connect(
            self.address.replace("http", "ws", 1) + "/socket", subprotocols=["sonodrill.1"],
            additional_headers={"Cookie": self.cookie or ""}, origin=options.pop("origin", self.address),
            compression=None, max_size=None, **options)


def frame_message(data):
    """(flags, stream, frame, time in µs, overlay, video) of a binary message."""
    magic, version, kind, flags, stream, frame, time, overlay, video = struct.unpack_from("<2sBBHHIQII", data)
    assert magic == b"DS" and version == 1 and kind == 1, "not a frame message"
    assert len(data) == 28 + overlay + video, "the lengths do not add up"
    body = data[28:]
    return flags, stream, frame, time, body[:overlay], body[overlay:]


def frames_of(socket, attempt, view="v1", codec="h264", stream=1, first=0):
    """All frame messages of a view, giving credit as they are taken in; the `opened` message first."""
    socket.send(json.dumps({"type": "open", "stream": stream, "attempt": attempt, "view": view,
                            "codec": codec, "from": first, "credit": 32}))
    opened, frames = None, []
    while True:
        message = socket.recv(timeout=30)
        if isinstance(message, bytes):
            frames.append(message)
            socket.send(json.dumps({"type": "credit", "stream": stream, "frames": 1}))
            continue
        value = json.loads(message)
        if value["type"] == "opened":
            opened = value
        elif value["type"] == "end":
            return opened, frames
        else:
            raise Refused(0, {"error": value})


def no_finding():
    return {"marks": [], "noFinding": True, "assessment": "1", "likelihood": 0.02, "qualityFaults": [],
            "displayed": {"v1": [0.04]}, "duration": 12.5}


def one_mark(attempt, assessment="4A", frame=None):
    view = attempt["case"]["views"][0]
    return {"marks": [{
        "id": "m1", "view": "v1", "frame": view["frames"] // 2 if frame is None else frame,
        "shape": {"kind": "ellipse", "x": view["width"] / 2, "y": view["height"] / 2.5,
                  "halfWidth": 30, "halfHeight": 20, "angle": 0},
        "rating": 0.8, "descriptors": {"shape": ["oval"], "orientation": ["parallel"]},
        "assessment": assessment, "keyPlane": view["frames"] // 2, "calipers": []}],
        "noFinding": False, "assessment": assessment, "likelihood": 0.3, "qualityFaults": [],
        "displayed": {"v1": [0.04] * view["frames"]}, "duration": 30.0}

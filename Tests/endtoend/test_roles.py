"""Every role over every route: who gets in is exactly who web/protocol.md says."""
import pytest
from client import Client

ANYONE, SIGNED_IN = "anyone", "signed in"
TRAINEE, INSTRUCTOR, DEPARTMENT, ADMINISTRATOR = "trainee", "instructor", "department", "admin"
ROLES = [TRAINEE, INSTRUCTOR, DEPARTMENT, ADMINISTRATOR]

# Method, path, who; the table of the protocol, route by route.
TABLE = [
    ("GET", "/", ANYONE), ("GET", "/health", ANYONE), ("POST", "/api/session", ANYONE),
    ("GET", "/api/links/none", ANYONE), ("POST", "/api/links/none", ANYONE),
    ("GET", "/metrics", [ADMINISTRATOR]),
    ("GET", "/api/session", SIGNED_IN), ("GET", "/api/lexicons/birads-us-2013", SIGNED_IN),
    ("GET", "/api/today", SIGNED_IN), ("GET", "/api/progress", SIGNED_IN), ("GET", "/api/history", SIGNED_IN),
    ("POST", "/api/attempts", SIGNED_IN), ("GET", "/api/attempts/none", SIGNED_IN),
    ("PUT", "/api/attempts/none/draft", SIGNED_IN), ("POST", "/api/attempts/none/commit", SIGNED_IN),
    ("POST", "/api/attempts/none/ai", SIGNED_IN), ("POST", "/api/attempts/none/again", SIGNED_IN),
    ("GET", "/api/attempts/none/feedback", SIGNED_IN),
    ("GET", "/api/attempts/none/views/v1/frames/0.png", SIGNED_IN),
    ("GET", "/api/cases", [INSTRUCTOR]), ("GET", "/api/cases/none/preview", [INSTRUCTOR]),
    ("GET", "/api/cases/none/views/v1/frames/0.png", [INSTRUCTOR]),
    ("GET", "/api/curricula", [INSTRUCTOR, ADMINISTRATOR]), ("GET", "/api/problems", [INSTRUCTOR]),
    ("GET", "/api/cohorts", [INSTRUCTOR, DEPARTMENT, ADMINISTRATOR]),
    ("POST", "/api/cohorts", [INSTRUCTOR, ADMINISTRATOR]),
    ("PUT", "/api/cohorts/none", [INSTRUCTOR, ADMINISTRATOR]),
    ("GET", "/api/cohorts/1/units/none/none", [INSTRUCTOR]),
    ("GET", "/api/department/cohorts", [DEPARTMENT]), ("GET", "/api/department/cohorts/1", [DEPARTMENT]),
    ("GET", "/api/department/cohorts/1.csv", [DEPARTMENT]),
    ("GET", "/api/department/cohorts/1/trainees.csv", [DEPARTMENT]),
    ("GET", "/api/department/cohorts/1/research/ratings.imrmc", [DEPARTMENT]),
    ("GET", "/api/department/cohorts/1/research/dictionary.csv", [DEPARTMENT]),
    ("GET", "/api/items", [INSTRUCTOR]), ("GET", "/api/items.csv", [INSTRUCTOR]),
    ("GET", "/api/progress/curve.csv", SIGNED_IN), ("GET", "/api/progress/evidence.csv", SIGNED_IN),
    ("GET", "/api/accounts", [INSTRUCTOR, ADMINISTRATOR]), ("POST", "/api/accounts", [ADMINISTRATOR]),
    ("PUT", "/api/accounts/none", [ADMINISTRATOR]),
]


@pytest.fixture(scope="module")
def visitors(server):
    people = {role: Client(server.address).sign_in(role) for role in ROLES}
    people[None] = Client(server.address)
    return people


@pytest.mark.parametrize("method,path,who", TABLE, ids=[f"{m} {p}" for m, p, _ in TABLE])
def test_a_route_admits_exactly_who_the_protocol_says(visitors, method, path, who):
    for role, client in visitors.items():
        body = {} if method != "GET" else None
        status, _, data = client.raw(method, path, body)
        admitted = who == ANYONE or (role is not None and (who == SIGNED_IN or role in who))
        refused = b"session.required" in data if role is None else b"role.refused" in data
        assert refused != admitted, f"{role} on {method} {path}: {status} {data[:200]}"


def test_another_trainees_attempt_is_unknown(server, trainee):
    following = trainee.get("/api/today")["next"]
    attempt = trainee.open(following["curriculum"], following["unit"])["id"]
    other = Client(server.address).sign_in("trainee")
    for path in ("", "/feedback", "/views/v1/frames/0.png"):
        assert other.raw("GET", f"/api/attempts/{attempt}{path}")[0] == 404
    for role in (INSTRUCTOR, DEPARTMENT, ADMINISTRATOR):
        assert Client(server.address).sign_in(role).raw("GET", f"/api/attempts/{attempt}/feedback")[0] == 404


def test_a_trainee_sees_nobody_elses_figures(server, trainee):
    for path in ("", "/curve.csv", "/evidence.csv"):
        status, _, data = trainee.raw("GET", f"/api/progress{path}?account=1")
        assert status == 403 and b"role.refused" in data
    assert trainee.raw("GET", "/api/progress/nothing.csv")[0] == 404


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1"])
def test_another_site_can_change_nothing_and_open_no_socket(server, trainee, origin):
    status, _, data = trainee.raw("POST", "/api/attempts", {"curriculum": "x", "unit": "y"}, {"Origin": origin})
    assert status == 403 and b"origin.refused" in data
    with pytest.raises(Exception, match="403"):
        trainee.socket(origin=origin)


def test_no_socket_without_a_session(server):
    with pytest.raises(Exception, match="401"):
        Client(server.address).socket()


def test_signing_out_ends_the_session_and_its_sockets(server, trainee):
    with trainee.socket() as socket:
        trainee.call("DELETE", "/api/session")
        with pytest.raises(Exception) as closed:
            socket.recv(timeout=5)
        assert "4401" in str(closed.value)
    assert trainee.raw("GET", "/api/today")[0] == 401

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from client import Client  # noqa: E402
from server import Server  # noqa: E402


@pytest.fixture(scope="session")
def server():
    with Server() as running:
        yield running


@pytest.fixture
def trainee(server):
    """A trainee of their own, so that tests do not meet in one person's work."""
    return new_trainee(server)


def new_trainee(server, number=[0]):
    number[0] += 1
    name = f"trainee-{number[0]}"
    admin = Client(server.address).sign_in("admin")
    admin.call("POST", "/api/accounts", {"name": name, "displayName": name.title(), "role": "trainee",
                                          "password": "sonodrill-demo"})
    return Client(server.address).sign_in(name)

"""No acknowledged answer is lost and none is doubled, whenever the power goes."""
import os
import random
import shutil
import sqlite3
import threading
import time

import pytest
from client import no_finding
from people import add_trainees, client_of
from server import Server

ANSWERS = 200
KILLS = int(os.environ.get("SONODRILL_KILLS", "3"))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Records with 200 signed-in trainees, each with a case open."""
    folder = tmp_path_factory.mktemp("durability") / "data"
    server = Server(data=folder)
    with server:
        pass
    tokens = add_trainees(server.database, ANSWERS)
    with server:
        attempts = []
        for token in tokens:
            client = client_of(server.address, token)
            following = client.get("/api/today")["next"]
            attempts.append(client.open(following["curriculum"], following["unit"])["id"])
            client.connection.close()
    return folder, list(zip(tokens, attempts))


def submit(address, token, attempt, duration, acknowledged, barrier):
    client = client_of(address, token)
    try:
        client.get("/health")
        barrier.wait(timeout=60)
        client.commit(attempt, dict(no_finding(), duration=duration), key=f"key-{attempt}")
        acknowledged.add(attempt)
    except Exception:
        pass  # killed in the middle: not acknowledged
    finally:
        if client.connection:
            client.connection.close()


def stored(database):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return connection.execute("SELECT attempt, body FROM readRecord WHERE stage = 'first'").fetchall()


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_kill_among_200_answers_loses_none_that_was_acknowledged(template, tmp_path, seed):
    folder, people = template
    shutil.copytree(folder, tmp_path / "data")
    server = Server(data=tmp_path / "data").start()
    acknowledged, barrier = set(), threading.Barrier(ANSWERS + 1)
    threads = [threading.Thread(target=submit, args=(server.address, token, attempt, number + 0.5, acknowledged, barrier))
               for number, (token, attempt) in enumerate(people)]
    for thread in threads:
        thread.start()
    barrier.wait(timeout=60)
    # Killed when some answers, another number each time, have been acknowledged.
    wanted, patience = random.Random(seed).randrange(ANSWERS), time.monotonic() + 60
    while len(acknowledged) < wanted and time.monotonic() < patience:
        time.sleep(0.0005)
    server.kill()
    for thread in threads:
        thread.join()
    before = len(acknowledged)
    with server:
        rows = stored(server.database)
        names = [attempt for attempt, _ in rows]
        assert acknowledged <= set(names), f"{len(acknowledged - set(names))} of {before} acknowledged answers lost"
        assert len(names) == len(set(names)), "an answer is stored twice"
        # Everybody sends again, as the browser does; all are there exactly once.
        for number, (token, attempt) in enumerate(people):
            client = client_of(server.address, token)
            state = client.commit(attempt, dict(no_finding(), duration=number + 0.5), key=f"key-{attempt}")
            assert state["phase"] != "reading" and state["reads"]["first"]["duration"] == number + 0.5
            client.connection.close()
        assert len(stored(server.database)) == ANSWERS
    print(f"seed {seed}: {before} acknowledged before the kill, {len(rows)} found after it")

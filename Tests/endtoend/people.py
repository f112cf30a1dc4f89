"""Many signed-in trainees at once, written straight into the records of a stopped server.

Signing up by the protocol costs half a second a person, by design.
"""
import hashlib
import sqlite3
import time

from client import Client


def add_trainees(database, count):
    """Tokens of `count` new trainees' sessions."""
    now = int(time.time() * 1000)
    tokens = []
    with sqlite3.connect(database) as connection:
        for number in range(count):
            name = f"reader-{number}"
            cursor = connection.execute(
                "INSERT INTO account (name, nameKey, displayName, role, createdAt) VALUES (?, ?, ?, 'trainee', ?)",
                (name, name, name.title(), now))
            token = hashlib.sha256(f"{name} {now}".encode()).hexdigest()[:32]
            connection.execute(
                "INSERT INTO session (tokenDigest, account, createdAt, lastSeenAt, expiresAt) VALUES (?, ?, ?, ?, ?)",
                (hashlib.sha256(token.encode()).digest(), cursor.lastrowid, now, now, now + 86_400_000))
            tokens.append(token)
    return tokens


def client_of(address, token):
    client = Client(address)
    client.cookie = f"sonodrill={token}"
    return client

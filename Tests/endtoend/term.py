"""A term of answers written straight into the records of a stopped server: seeded, quick, of known shape.

Twelve trainees answer every shipped case in a unit whose answers come at its end, then made-up cases
with a second read. What is written are attempts, reads and their evidence, as the server writes them.
"""
import hashlib
import json
import random
import sqlite3
from pathlib import Path

CURRICULUM, CHECK, SECOND = "solid-masses", "mixed-blind", "with-the-ai"
CATEGORIES = ["2", "3", "4A", "4B", "4C", "5"]
START = 1_760_000_000_000


def add_term(database, cases, trainees=12, second=60):
    """Ids of the new accounts. `cases`: id → is malignant, of the shipped cases in the check."""
    chance = random.Random(20260101)
    made_up = {f"made-up-{n}": n % 2 == 0 for n in range(second)}
    with sqlite3.connect(database) as db:
        accounts = [_account(db, number) for number in range(trainees)]
        cohort = db.execute("SELECT id FROM cohort ORDER BY id").fetchone()[0]
        db.executemany("INSERT INTO cohortMember VALUES (?, ?)", [(cohort, account) for account in accounts])
        for place, account in enumerate(accounts):
            skill = 0.55 + 0.03 * place
            for number, case in enumerate(sorted(cases)):
                _attempt(db, chance, account, CHECK, case, cases[case], "off", skill, number)
            for number, case in enumerate(sorted(made_up)):
                _attempt(db, chance, account, SECOND, case, made_up[case], "secondRead", skill, 100 + number)
    return accounts


def _account(db, number):
    name = f"term-{number}"
    return db.execute(
        "INSERT INTO account (name, nameKey, displayName, role, createdAt) VALUES (?, ?, ?, 'trainee', ?)",
        (name, name, f"Term {number}", START)).lastrowid


def _attempt(db, chance, account, unit, case, malignant, mode, skill, number):
    attempt = hashlib.md5(f"{account} {case}".encode()).hexdigest()
    at = START + 60_000 * number
    db.execute(
        "INSERT INTO attempt (id, account, curriculum, unit, caseId, caseDigest, mode, startedAt, ordinal)"
        " VALUES (?, ?, ?, ?, ?, 'd', ?, ?, 1)", (attempt, account, CURRICULUM, unit, case, mode, at))
    first = _read(chance, malignant, chance.random() < skill)
    _store(db, account, attempt, "first", first, malignant, at + 30_000)
    if mode == "secondRead":
        ai = malignant if chance.random() < 0.7 else not malignant
        final = first if chance.random() < 0.5 else _read(chance, malignant, ai == malignant)
        _store(db, account, attempt, "final", final, malignant, at + 50_000, ai)


def _read(chance, malignant, right):
    positive = malignant == right
    category = chance.choice(CATEGORIES[2:] if positive else CATEGORIES[:2])
    found = 1.0 if chance.random() < 0.5 + 0.4 * right else 0.0
    skills = {"find": found, "categorise": chance.choice([1.0, 0.85, 0.7]) if right else 0.0,
              "manage": 1.0 if right else chance.choice([0.0, 0.25])}
    likelihood = round(min(0.99, max(0.01, (0.7 if positive else 0.25) + chance.uniform(-0.25, 0.25))), 2)
    return {"positive": positive, "category": category, "skills": skills, "likelihood": likelihood,
            "duration": round(chance.uniform(10, 60), 1)}


def _store(db, account, attempt, stage, read, malignant, at, ai=None):
    body = {"marks": [], "noFinding": True, "assessment": read["category"], "likelihood": read["likelihood"],
            "qualityFaults": [], "displayed": {}, "duration": read["duration"]}
    score = {"rubric": "test-1", "lexicon": "birads-us-2013", "measures": [], "lesions": [], "falseMarks": [],
             "setAside": [], "skills": read["skills"], "calledPositive": read["positive"],
             "isMalignant": malignant, "assessment": read["category"], "verdict": "Written for a test."}
    text = json.dumps(body, sort_keys=True)
    row = db.execute(
        "INSERT INTO readRecord (attempt, account, stage, body, bodyDigest, idempotencyKey, receivedAt, rubric, score)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'test-1', ?)",
        (attempt, account, stage, text, hashlib.sha256(text.encode()).hexdigest(), f"{attempt}-{stage}", at,
         json.dumps(score))).lastrowid
    db.execute(
        "INSERT INTO evidence SELECT ?, id, account, curriculum, unit, caseId, mode, ?, 1, ?, ?, '[]', 0, ?, ?, ?, ?, ?, ?, ?, NULL, ? = 'first'"
        " FROM attempt WHERE id = ?",
        (row, stage, at, json.dumps(read["skills"]), read["duration"], read["positive"], malignant, read["category"],
         read["likelihood"], ai, None if ai is None else ("5" if ai else "2"), stage, attempt))


def shipped(folder):
    """id → (is malignant, difficulty in logits by the author's tag) of every case in a folder."""
    cases = {}
    for path in sorted(Path(folder).glob("*/case.yaml")):
        tags = next(line for line in path.read_text().splitlines() if line.startswith("tags:"))
        outcome = next(line for line in (path.parent / "truth.yaml").read_text().splitlines() if line.startswith("outcome:"))
        words = tags.partition("[")[2].rstrip("]").split(", ")
        difficulty = -1.0 if "easy" in words else 1.0 if "hard" in words else 0.0
        cases[path.parent.name] = ("malignant" in outcome, difficulty, words)
    return cases

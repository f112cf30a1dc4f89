"""Every figure a page shows equals the one worked out by hand from the same database.

Nothing of the server enters here: the reads are taken from `readRecord` by SQL, and each figure is
computed anew from its textbook formula.
"""
import csv
import io
import json
import math
import sqlite3
import statistics
from statistics import NormalDist

import pytest
from client import Client
from server import ROOT, Server
from term import CHECK, SECOND, add_term, shipped

CASES = shipped(ROOT / "cases")
CINE = {name: case for name, case in CASES.items() if "cine" in case[2] and "simulated" in case[2]}
Z90 = NormalDist().inv_cdf(0.95)


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    server = Server(data=tmp_path_factory.mktemp("term") / "data")
    with server:
        pass
    accounts = add_term(server.database, {name: case[0] for name, case in CINE.items()})
    with server:
        yield server, accounts


@pytest.fixture(scope="module")
def department(term):
    client = Client(term[0].address).sign_in("department")
    cohort = client.get("/api/department/cohorts")["cohorts"][0]["id"]
    return client, cohort


def reads(server, account, stage="first"):
    """(case, unit, skills, positive, malignant, likelihood, category, attempt) in the order of commits."""
    with sqlite3.connect(server.database) as db:
        rows = db.execute(
            "SELECT caseId, unit, json_extract(score, '$.skills'), json_extract(score, '$.calledPositive'),"
            " json_extract(score, '$.isMalignant'), json_extract(body, '$.likelihood'),"
            " json_extract(score, '$.assessment'), attempt.id"
            " FROM readRecord JOIN attempt ON attempt.id = readRecord.attempt"
            " WHERE attempt.account = ? AND stage = ? ORDER BY readRecord.sequence", (account, stage)).fetchall()
    return [(case, unit, json.loads(skills), *rest) for case, unit, skills, *rest in rows]


def wilson(successes, n, z=Z90):
    p = successes / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return p, max(0, (middle - half) / scale), min(1, (middle + half) / scale)


def near(a, b):
    return a == pytest.approx(b, rel=1e-9, abs=1e-12)


def share(message):
    return message["value"], message["low"], message["high"]


def test_blocks_and_overall_of_each_skill(term, department):
    server, accounts = term
    for account in accounts[:4]:
        progress = department[0].get(f"/api/progress?account={account}")
        mine = reads(server, account)
        assert progress["cases"] == len(mine) == len(CINE) + 60
        for skill in ("find", "categorise", "manage"):
            shown = next(s for s in progress["skills"] if s["skill"] == skill)
            # An attempt counts when its last read is committed; here that is the order of the first ones.
            results = [row[2][skill] for row in mine]
            assert shown["count"] == len(results)
            assert len(shown["blocks"]) == len(results) // 20
            for number, block in enumerate(shown["blocks"]):
                mean, low, high = wilson(sum(results[20 * number:20 * number + 20]), 20)
                assert near(block["mean"], mean) and near(block["low"], low) and near(block["high"], high)
            assert all(near(a, b) for a, b in zip(share(shown["overall"]), wilson(sum(results), len(results))))


def test_sensitivity_specificity_sharpness_criterion_and_area(term, department):
    server, accounts = term
    for account in accounts:
        d = department[0].get(f"/api/progress?account={account}")["detection"]
        mine = reads(server, account)
        sick, well = [r for r in mine if r[4]], [r for r in mine if not r[4]]
        hits, alarms = sum(r[3] for r in sick), sum(r[3] for r in well)
        assert (d["malignant"], d["notMalignant"]) == (len(sick), len(well))
        assert all(near(a, b) for a, b in zip(share(d["sensitivity"]), wilson(hits, len(sick))))
        assert all(near(a, b) for a, b in zip(share(d["specificity"]), wilson(len(well) - alarms, len(well))))
        normal = NormalDist()
        rates = [(hits + 0.5) / (len(sick) + 1), (alarms + 0.5) / (len(well) + 1)]
        zs = [normal.inv_cdf(rate) for rate in rates]
        spread = sum(r * (1 - r) / ((n + 1) * normal.pdf(z) ** 2) for r, z, n in zip(rates, zs, (len(sick), len(well))))
        reach = Z90 * math.sqrt(spread)
        assert near(d["dPrime"]["value"], zs[0] - zs[1]) and near(d["criterion"]["value"], -(zs[0] + zs[1]) / 2)
        assert near(d["dPrime"]["high"], zs[0] - zs[1] + reach) and near(d["criterion"]["low"], -(zs[0] + zs[1]) / 2 - reach / 2)
        positive, negative = [r[5] for r in sick], [r[5] for r in well]
        psi = [[1.0 if n < p else 0.5 if n == p else 0.0 for n in negative] for p in positive]
        rows, columns = [statistics.mean(row) for row in psi], [statistics.mean(column) for column in zip(*psi)]
        area = statistics.mean(rows)
        half = Z90 * math.sqrt(statistics.variance(rows) / len(rows) + statistics.variance(columns) / len(columns))
        assert near(d["auc"]["value"], area)
        assert near(d["auc"]["low"], area - half) and near(d["auc"]["high"], min(1, area + half))


def chance(ability, difficulty):
    return 1 / (1 + math.exp(difficulty - ability))


def test_the_expected_score_is_the_grid_filters(term, department):
    server, accounts = term
    places = [round((i - 60) * 0.1, 10) for i in range(121)]
    items = [case[1] for case in CINE.values()]
    for account in accounts[:3]:
        weights = [math.exp(-x * x / 2) for x in places]
        weights = [w / sum(weights) for w in weights]
        last = None
        with sqlite3.connect(server.database) as db:
            days = dict(db.execute("SELECT attempt, max(receivedAt) FROM readRecord WHERE account = ? GROUP BY attempt", (account,)))
        for case, _, skills, *_, attempt in reads(server, account):
            day = days[attempt] / 86_400_000
            if case in CASES:
                a = (0.004 + 0.002 * (day - last if last is not None else 0)) / (2 * 0.01)
                spread = [(1 - 2 * a) * weights[i] + a * weights[max(0, i - 1)] + a * weights[min(120, i + 1)] for i in range(121)]
                x, b = skills["find"], CASES[case][1]
                weights = [w * chance(t, b) ** x * (1 - chance(t, b)) ** (1 - x) for w, t in zip(spread, places)]
                weights = [w / sum(weights) for w in weights]
            last = day
        expected = sum(w * statistics.mean(chance(t, b) for b in items) for w, t in zip(weights, places))
        shown = next(s for s in department[0].get(f"/api/progress?account={account}")["skills"] if s["skill"] == "find")
        assert shown["expected"]["value"] == pytest.approx(expected, rel=1e-7)


def test_the_competence_chart_walks_as_by_hand(term, department):
    server, accounts = term
    good, bad = math.log(0.9 / 0.75), math.log(0.10 / 0.25)
    for account in accounts:
        progress = department[0].get(f"/api/progress?account={account}")
        limit, relapse = progress["chartRule"]["limit"], progress["chartRule"]["monitoringLimit"]
        path = next(c for c in progress["competence"] if c["skill"] == "manage")
        score, watching, expected = 0.0, False, []
        for case, unit, skills, *_ in reads(server, account):
            if unit != CHECK:
                continue
            failed = skills["manage"] < chance(1.5, CASES[case][1])
            step = (math.log(0.25 / 0.10) if failed else math.log(0.75 / 0.9)) if watching else (bad if failed else good)
            score = max(0.0, score + step)
            turned = score >= (relapse if watching else limit)
            expected.append((relapse if watching else limit) if turned else score)
            if turned:
                score, watching = 0.0, not watching
        assert len(path["points"]) == len(CINE) == len(expected)
        assert all(near(point["score"], value) for point, value in zip(path["points"], expected))
    assert limit == pytest.approx(4.38, abs=0.01)


def exchanges(server, account):
    """(unaided right, AI right, final right) of each second read, from the reads and what the AI had said."""
    firsts = {row[7]: row for row in reads(server, account)}
    with sqlite3.connect(server.database) as db:
        said = dict(db.execute("SELECT attempt, aiCalledPositive FROM evidence WHERE stage = 'final' AND account = ?", (account,)))
    for row in reads(server, account, "final"):
        first = firsts[row[7]]
        yield first[3] == first[4], said[row[7]] == row[4], row[3] == row[4]


def test_reliance_counts_and_shares(term, department):
    server, accounts = term
    for account in accounts:
        shown = department[0].get(f"/api/progress?account={account}")["reliance"]
        cells = list(exchanges(server, account))
        for cell in shown["cells"]:
            assert cell["count"] == cells.count((cell["unaidedRight"], cell["aiRight"], cell["finalRight"]))
        assert shown["wrongAdvice"] == sum(not ai for _, ai, _ in cells) >= 10
        for name, own, advice in (("tookGoodAdvice", False, True), ("heldAgainstWrong", True, False)):
            chances = [final for unaided, ai, final in cells if unaided == own and ai == advice]
            if not chances:
                assert shown[name] is None and shown[f"{name}Reason"].startswith("There is no case")
                continue
            assert all(near(a, b) for a, b in zip(share(shown[name]), wilson(sum(chances), len(chances))))


def quantile(values, p):
    values = sorted(values)
    place = p * (len(values) - 1)
    low = int(place)
    return values[low] + (place - low) * (values[min(low + 1, len(values) - 1)] - values[low])


def test_the_cohorts_bands_and_figures(term, department):
    server, accounts = term
    client, cohort = department
    shown = client.get(f"/api/department/cohorts/{cohort}?skill=categorise")
    results = {a: [r[2]["categorise"] for r in reads(server, a)] for a in accounts}
    for number, band in enumerate(shown["curve"]):
        means = [statistics.mean(v[20 * number:20 * number + 20]) for v in results.values()]
        assert band["trainees"] == len(means)
        for name, p in (("p10", 0.1), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p90", 0.9)):
            assert near(band[name], quantile(means, p))
    sensitivities = [p["detection"]["sensitivity"]["value"] for p in shown["trainees"] if p["account"] in accounts]
    assert near(shown["figures"]["sensitivity"]["p50"], quantile(sensitivities, 0.5))


def test_the_funnels_limits_are_exact(term, department):
    server, accounts = term
    client, cohort = department
    funnel = next(f for f in client.get(f"/api/department/cohorts/{cohort}")["funnels"] if f["share"] == "sensitivity")
    counts = {a: [r[3] for r in reads(server, a) if r[4]] for a in accounts}
    hits, cancers = sum(map(sum, counts.values())), sum(map(len, counts.values()))
    assert near(funnel["centre"], hits / cancers)

    def low(n, p, tail):
        below = 0.0
        for k in range(n + 1):
            below += math.comb(n, k) * p ** k * (1 - p) ** (n - k)
            if below > tail:
                return k
        return n

    p = hits / cancers
    for row in funnel["limits"]:
        n = row["answers"]
        assert near(row["low95"], low(n, p, 0.025) / n) and near(row["high95"], (n - low(n, 1 - p, 0.025)) / n)
        assert near(row["low998"], low(n, p, 0.001) / n) and near(row["high998"], (n - low(n, 1 - p, 0.001)) / n)
    for point in funnel["points"]:
        if point["account"] in counts:
            assert point["answers"] == len(counts[point["account"]]) and point["successes"] == sum(counts[point["account"]])
            assert (point["place"] == "tooFewAnswers") == (point["answers"] < 50)


def test_item_statistics(term):
    server, accounts = term
    shown = Client(server.address).sign_in("instructor").get("/api/items?skill=manage")
    results = {a: {r[0]: r[2]["manage"] for r in reads(server, a)} for a in accounts}
    assert shown["answers"] == sum(map(len, results.values()))
    for item in shown["items"]:
        mine = [(sum(r.values()) - r[item["id"]], len(r) - 1, r[item["id"]]) for r in results.values() if item["id"] in r]
        assert all(near(a, b) for a, b in zip(share(item["passed"]), wilson(sum(m[2] for m in mine), len(mine))))
        rest, own = [m[0] / m[1] for m in mine], [m[2] for m in mine]
        if item["discrimination"] is None:
            assert statistics.pvariance(own) < 1e-12
            continue
        r = statistics.correlation(rest, own)
        half = Z90 / math.sqrt(len(mine) - 3)
        assert item["discrimination"]["value"] == pytest.approx(r, abs=1e-9)
        assert item["discrimination"]["low"] == pytest.approx(math.tanh(math.atanh(max(-1 + 1e-12, min(1 - 1e-12, r))) - half), abs=1e-6)


def table(client, path):
    return list(csv.DictReader(io.StringIO(client.get(path).decode())))


def test_tables_behind_the_charts_hold_the_same_numbers(term, department):
    server, accounts = term
    client, cohort = department
    account = accounts[0]
    progress = client.get(f"/api/progress?account={account}")
    curve = table(client, f"/api/progress/curve.csv?account={account}")
    blocks = [(s["skill"], b) for s in progress["skills"] for b in s["blocks"]]
    assert [(row["skill"], float(row["mean"])) for row in curve] == [(skill, b["mean"]) for skill, b in blocks]
    decide = {row["figure"]: row for row in table(client, f"/api/progress/decide.csv?account={account}")}
    assert float(decide["auc"]["value"]) == progress["detection"]["auc"]["value"]
    evidence = table(client, f"/api/progress/evidence.csv?account={account}")
    assert len(evidence) == len(reads(server, account)) + len(reads(server, account, "final"))
    people = table(client, f"/api/department/cohorts/{cohort}/trainees.csv")
    assert {row["account"] for row in people} >= {str(a) for a in accounts}
    for name in ("skills", "curve", "model", "funnel", "limits", "competence", "reliance", "attention"):
        assert client.get(f"/api/department/cohorts/{cohort}/{name}.csv").decode().endswith("\r\n")
    items = table(Client(server.address).sign_in("instructor"), "/api/items.csv?skill=manage")
    assert len(items) == len(CINE) + 60


def test_research_files_hold_every_reading(term, department):
    server, accounts = term
    client, cohort = department
    lines = client.get(f"/api/department/cohorts/{cohort}/research/ratings.imrmc").decode().splitlines()
    head = dict(line.split(": ") for line in lines if ": " in line)
    assert head["NR"] == str(len(accounts)) and head["NM"] == "2"
    data = [line.split(",") for line in lines[lines.index("BEGIN DATA:") + 1:]]
    readings = [row for row in data if row[0] != "-1"]
    assert len(readings) == sum(len(reads(server, a)) + len(reads(server, a, "final")) for a in accounts)
    assert int(head["N0"]) + int(head["N1"]) == len(CINE) + 60
    keys = table(client, f"/api/department/cohorts/{cohort}/research/ratings-keys.csv")
    assert [row["name"] for row in keys if row["kind"] == "modality"] == ["unaided", "aided"]
    assert client.get(f"/api/department/cohorts/{cohort}/research/marks.xlsx")[:2] == b"PK"
    dictionary = table(client, f"/api/department/cohorts/{cohort}/research/dictionary.csv")
    assert all(row["meaning"] and row["unitOrValues"] for row in dictionary)

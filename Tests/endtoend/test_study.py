"""The study commands on the references beside the repository, and on tables with every kind of mistake."""
import csv
import json
import subprocess

import pytest
from server import BINARY, ROOT

REFERENCES = ROOT.parent / "shared/references"
needs_references = pytest.mark.skipif(not REFERENCES.exists(), reason="no references beside the repository")


def study(*arguments):
    return subprocess.run([BINARY, "study", *map(str, arguments)], capture_output=True, text=True, timeout=120)


def report(*arguments):
    done = study(*arguments)
    assert done.returncode == 0, done.stderr
    # A NaN or an infinity is no JSON.
    return json.loads(done.stdout, parse_constant=lambda name: pytest.fail(f"{name} in the report"))


def reference(path):
    return json.loads((REFERENCES / path).read_text())


def close(value):
    return pytest.approx(value, rel=1e-9)


@pytest.fixture
def table(tmp_path):
    def write(text, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path
    return write


def check_against_rjafroc(got, expected):
    variances = expected["ANOVA"]["VarCom"]["Estimates"]
    for name, value in zip(("varR", "varTR", "cov1", "cov2", "cov3", "var"), variances):
        assert got[name] == close(value)
    for name, part, statistic in (("randomReadersAndCases", "RRRC", "FStat"), ("fixedReaders", "FRRC", "Chisq"),
                                  ("fixedCases", "RRFC", "F")):
        analysis, known = got[name], expected[part]
        assert analysis["f"] == close(known["FTests"][statistic][0])
        assert analysis["p"] == close(known["FTests"]["p"][0])
        assert analysis["difference"] == close(known["ciDiffTrt"]["Estimate"][0])
        assert analysis["low"] == close(known["ciDiffTrt"]["CILower"][0])
        assert analysis["high"] == close(known["ciDiffTrt"]["CIUpper"][0])
    assert got["ddf"] == close(expected["RRRC"]["FTests"]["DF"][1])
    assert got["fixedReaders"]["ddf"] is None and got["fixedReaders"]["ddfReason"]


@needs_references
def test_roc_equals_rjafroc_and_imrmc_on_van_dyke():
    got = report("roc", REFERENCES / "mrmc/vandyke.csv")
    expected = reference("mrmc/vandyke.expected.rjafroc.json")["result"]["OR"]
    assert got["design"] == "fully crossed"
    areas = [reading["auc"] for reading in got["readings"]]
    assert areas == [close(value) for row in expected["FOMs"]["foms"] for value in row]
    check_against_rjafroc(got["obuchowskiRockette"], expected)
    difference = got["uStatistics"]["differences"][0]
    assert difference["var"] == pytest.approx(0.0004273125, abs=1e-9)
    assert difference["p"] == pytest.approx(0.0556466, abs=1e-7)
    assert difference["pNormal"] == pytest.approx(0.0341014, abs=1e-7)


@needs_references
def test_roc_equals_proc_on_asah(table):
    rows = list(csv.DictReader((REFERENCES / "delong/asah.csv").open()))
    lines = ["modality,reader,case,truth,rating"] + [
        f"{name},lab,{number},{row['outcome']},{row[name]}"
        for name in ("wfns", "s100b", "ndka") for number, row in enumerate(rows)]
    got = report("roc", table("\n".join(lines)))
    expected = reference("delong/asah.expected.proc.json")
    for reading in got["readings"]:
        name = reading["modality"]
        assert reading["auc"] == close(expected["auc"][name])
        assert reading["se"] ** 2 == close(expected["var_delong"][name])
        assert [reading["low"], reading["auc"], reading["high"]] == [close(v) for v in expected["ci95_delong"][name]]
    pair = got["pairs"][0]
    assert (pair["first"], pair["second"]) == ("wfns", "s100b")
    assert pair["z"] == close(expected["test_paired"]["wfns_s100b"]["statistic"])
    assert [pair["low"], pair["high"]] == [close(v) for v in expected["test_paired"]["wfns_s100b"]["ci"]]


def test_an_unbalanced_table_is_analysed_by_u_statistics_and_says_so(table):
    lines = ["modality,reader,case,truth,rating"]
    for modality in "ab":
        for reader in range(3):
            for case in range(12):
                if (case + reader) % 4:
                    lines.append(f"{modality},{reader},{case},{case % 2},{(case * 7 + reader * 3 + ord(modality)) % 5}")
    got = report("roc", table("\n".join(lines)))
    assert got["design"] == "unbalanced" and got["method"] == "U-statistics"
    assert got["obuchowskiRockette"] is None and "uStatistics" in got["obuchowskiRocketteReason"]
    assert got["uStatistics"]["differences"][0]["difference"] is not None


def test_readers_are_compared_with_one_ai(table):
    lines = ["modality,reader,case,truth,rating"] + [
        f"m,{reader},{case},{case % 2},{(case * (3 + number) + 5 * (case % 2)) % 11}"
        for number, reader in enumerate(("ai", "r1", "r2", "r3")) for case in range(30)]
    got = report("roc", table("\n".join(lines)), "--reader-ai", "ai")["readerAI"]
    assert set(got) >= {"ai", "readersMean", "difference", "low", "high", "t", "df", "p"}
    assert got["difference"] == close(got["readersMean"] - got["ai"])
    refused = study("roc", table("\n".join(lines)), "--reader-ai", "nobody")
    assert refused.returncode == 1 and "there is no reader 'nobody'" in refused.stderr


@needs_references
@pytest.mark.parametrize("figure", ["wAFROC", "AFROC", "HrAuc"])
def test_froc_equals_rjafroc_on_thompson(figure):
    got = report("froc", "--marks", REFERENCES / "froc/thompson_ct_ds05.marks.csv",
                 "--truth", REFERENCES / "froc/thompson_ct_ds05.truth.csv", "--figure", figure)
    expected = reference("froc/thompson_ct_ds05.expected.json")
    readers = {reader: place for place, reader in enumerate(got["readers"])}
    for name, rows in expected["foms"].items():
        for reading in got["readings"]:
            row = rows[int(reading["modality"]) - 1]
            assert reading[name] == close(row[int(reading["reader"]) - 1]), (name, readers)
    check_against_rjafroc(got["obuchowskiRockette"], expected["significance"][figure]["OR"])


@needs_references
def test_agreement_and_measurement_equal_the_papers():
    got = report("agreement", REFERENCES / "agreement/fleiss1971_diagnoses.csv", "--levels", "1,2,3,4,5")
    assert got["fleiss"]["kappa"] == close(reference("agreement/expected.kappa.json")["fleiss1971"]["fleiss_kappa"])
    assert len(got["pairs"]) == 15
    icc = report("measurement", REFERENCES / "measurement/shrout_fleiss_1979.csv")["icc"]
    for row in reference("measurement/shrout_fleiss_1979.expected.json")["results"]:
        mine = icc[row["type"]]
        assert mine["value"] == close(row["ICC"]) and mine["p"] == close(row["p"])
        assert [mine["low"], mine["high"]] == [pytest.approx(row[k], rel=1e-7) for k in ("lower bound", "upper bound")]


@needs_references
def test_weighted_kappa_equals_sas(table):
    counts = reference("agreement/expected.kappa.json")["sas_table10"]
    lines = ["item,a,b"]
    for i, row in enumerate(counts["table"]):
        for j, count in enumerate(row):
            lines += [f"i,{i},{j}"] * count
    pair = report("agreement", table("\n".join(lines)), "--levels", "0,1,2")["pairs"][0]
    for name, key in (("kappa", "simple"), ("weightedLinear", "weights_0_1_2")):
        known = counts[key]
        got = [pair[name], pair[name + "Se"], pair[name + "Low"], pair[name + "High"], pair[name + "SeByChance"],
               pair[name + "Z"], pair[name + "P"]]
        assert got == [close(known[k]) for k in ("kappa", "ase", "lo", "hi", "ase0", "z", "p2")]


def test_calibration_adds_up_and_hides_the_error_of_few(table):
    lines = ["y,p"] + [f"{int(i % 3 == 0)},{(i * 37 % 100) / 100}" for i in range(100)]
    got = report("calibration", table("\n".join(lines)))
    assert got["reliability"] - got["resolution"] + got["uncertainty"] == pytest.approx(got["brier"], abs=1e-12)
    assert got["ece"] is None and "200" in got["eceReason"]
    shown = report("calibration", table("\n".join(lines)), "--ece-of-few")
    bins = shown["bins"]
    assert shown["ece"] == pytest.approx(sum(b["count"] * abs(b["observed"] - b["meanForecast"]) for b in bins) / 100)


def test_reliance_counts_every_ratio(table):
    cells = {(0, 1, 1): 32, (0, 1, 0): 17, (1, 0, 1): 13, (1, 0, 0): 14, (1, 1, 0): 2, (1, 1, 1): 112, (0, 0, 0): 10}
    lines = ["case,truth,unaided,ai,aided"]
    for (unaided, ai, aided), count in cells.items():
        lines += [f"c,1,{unaided},{ai},{aided}"] * count
    got = report("reliance", table("\n".join(lines)))
    assert got["rair"]["value"] == close(32 / 49) and got["rsr"]["value"] == close(13 / 27)
    assert got["mcNemar"]["exactP"] == pytest.approx(0.029305, abs=5e-7)
    assert got["cells"]["unaided1ai0aided0"] == 14 and got["isEnoughEvidence"] is True
    few = report("reliance", table("case,truth,unaided,ai,aided\nc,b,b,b,b\n"))
    assert few["rair"]["value"] is None and few["rair"]["valueReason"] and few["isEnoughEvidence"] is False


def test_consensus_names_labels_and_raters(table):
    lines = ["item,rater,label"] + [
        f"i{i},r{r},{'benign' if (i + (i % (r + 3) == 0)) % 2 else 'malignant'}" for i in range(30) for r in range(3)]
    got = report("consensus", table("\n".join(lines)))
    assert sum(got["prevalence"].values()) == close(1)
    assert all(sum(row.values()) == close(1) for row in got["raters"][0]["confusion"].values())
    assert len(got["items"]) == 30


@pytest.mark.parametrize("text,figure", [
    ("modality,reader,case,truth,rating\nm,r,a,1,1\nm,r,b,1,2\n", "one class only"),
    ("modality,reader,case,truth,rating\nm,r,a,1,1\n", "one reading"),
    ("modality,reader,case,truth,rating\nm,r,a,1,\nm,r,b,0,\n", "all missing"),
])
def test_ratings_that_give_no_area_say_why(table, text, figure):
    got = report("roc", table(text))
    assert got["readings"][0]["auc"] is None and got["readings"][0]["aucReason"], figure
    assert got["uStatistics"] is None and got["uStatisticsReason"]


def test_equal_ratings_have_area_one_half_and_no_error(table):
    lines = ["modality,reader,case,truth,rating"] + [f"{m},{r},{c},{c % 2},3" for m in "ab" for r in "xy" for c in range(8)]
    got = report("roc", table("\n".join(lines)))
    assert [reading["auc"] for reading in got["readings"]] == [0.5] * 4
    assert all(reading["se"] is None for reading in got["readings"])
    assert got["obuchowskiRockette"]["p"] is None or got["obuchowskiRockette"]["f"] is None


MISTAKES = {
    "nothing": (b"", "is empty"),
    "a heading alone": (b"y,p\n", "no rows"),
    "another heading": (b"a,b\n1,2\n", "no column 'y', 'p'"),
    "no number": (b"y,p\n1,NaN\n0,x\n", ":2: p 'NaN' is no finite number"),
    "a truth of 2": (b"y,p\n2,0.5\n", ":2: y is 0 or 1, not '2'"),
    "a short row": (b"y,p\n1\n", ":2: has 1 field"),
    "an open quote": (b'y,p\n1,"0.5\n', "never closed"),
    "no text": (b"y,p\n\xff,0.5\n", "UTF-8"),
    "zeros": (bytes(1000), "table.csv"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_table_with_mistakes_is_refused_with_the_line(table, name):
    content, sentence = MISTAKES[name]
    done = study("calibration", table(content))
    assert done.returncode == 1 and sentence in done.stderr and done.stdout == ""


@pytest.mark.parametrize("command", ["roc", "agreement", "calibration", "reliance", "consensus", "measurement"])
def test_a_file_that_is_not_there_is_named(command, tmp_path):
    done = study(command, tmp_path / "none.csv")
    assert done.returncode == 1 and "none.csv: cannot be read" in done.stderr


def test_all_mistakes_are_said_at_once_and_marks_and_line_ends_do_not_matter(table):
    done = study("agreement", table("item,a,b\ni,1,9\nj,8,1\n"), "--levels", "1,2,3")
    assert done.returncode == 1 and ":2: '9' of b is no level" in done.stderr and ":3: '8' of a" in done.stderr
    got = report("agreement", table(b"\xef\xbb\xbfitem,a,b\r\ni,1,\"2\"\r\nj,1,1\r\n"), "--levels", "1,2,3")
    assert got["items"] == 2 and got["pairs"][0]["items"] == 2

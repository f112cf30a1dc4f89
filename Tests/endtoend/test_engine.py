"""The inference engine by its commands: any model on NumPy files, its times, and the ONNX tests."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
BINARY = os.environ.get("SONODRILL_BIN", str(ROOT / ".build/release/sonodrill"))
FIXTURES = ROOT / "Tests/InferenceTests/Fixtures"
onnx = pytest.importorskip("onnx")


def sonodrill(*arguments, kernel=None):
    environment = os.environ | ({"SONODRILL_KERNEL": kernel} if kernel else {})
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, env=environment)


def tensor(path):
    return onnx.numpy_helper.to_array(onnx.load_tensor(path))


@pytest.mark.parametrize("version", [(1, 0), (2, 0)])
@pytest.mark.parametrize("kernel", [None, "plain", "twin"])
def test_a_model_run_on_a_numpy_file_gives_what_onnx_runtime_gave(tmp_path, version, kernel):
    folder = FIXTURES / "residual"
    with open(tmp_path / "in.npy", "wb") as file:
        np.lib.format.write_array(file, tensor(folder / "input_0.pb"), version)
    ran = sonodrill("run", folder / "model.onnx", "--input", f"image={tmp_path}/in.npy", "--output", tmp_path / "out",
                    kernel=kernel)
    assert ran.returncode == 0, ran.stderr
    names = [output.name for output in onnx.load(folder / "model.onnx").graph.output]
    for index, name in enumerate(names):
        result = np.load(tmp_path / f"out/{name}.npy")
        np.testing.assert_allclose(result, tensor(folder / f"output_{index}.pb"), rtol=1e-3, atol=1e-4)


def test_a_file_that_is_no_numpy_file_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "in.npy").write_bytes(b"\x93NUMPY\x01\x00\xff\xff{")
    ran = sonodrill("run", FIXTURES / "residual/model.onnx", "--input", tmp_path / "in.npy", "--output", tmp_path)
    assert ran.returncode == 1 and "its header is cut off; save it with numpy.save" in ran.stderr


def test_a_kernel_nobody_knows_is_refused_with_those_there_are(tmp_path):
    ran = sonodrill("bench", "inference", "--model", FIXTURES / "residual/model.onnx", kernel="warp")
    assert ran.returncode == 1 and "no kernels 'warp'; choose one of twin, plain" in ran.stderr


def test_the_bench_prints_one_line_of_json():
    ran = sonodrill("bench", "inference", "--model", FIXTURES / "pyramid/model.onnx", "--input", "1x1x32x40",
                    "--threads", 2, "--runs", 5, "--json")
    assert ran.returncode == 0, ran.stderr
    report = json.loads(ran.stdout)
    assert ran.stdout.count("\n") == 1
    assert set(report) == {"medianMs", "p95Ms", "gflop", "gflopPerSecond", "peakShare", "layers"}
    assert 0 < report["medianMs"] <= report["p95Ms"] and report["gflop"] > 0
    assert all(set(layer) == {"name", "ms", "gflop"} for layer in report["layers"])


def test_onnx_tests_are_told_one_a_line_with_totals(tmp_path):
    for name in ("pyramid", "shapes"):
        (tmp_path / name / "test_data_set_0").mkdir(parents=True)
        (tmp_path / name / "model.onnx").write_bytes((FIXTURES / name / "model.onnx").read_bytes())
        for file in (FIXTURES / name).glob("*.pb"):
            (tmp_path / name / "test_data_set_0" / file.name).write_bytes(file.read_bytes())
    wish = onnx.helper.make_model(onnx.helper.make_graph(
        [onnx.helper.make_node("Wish", ["x"], ["y"])], "g",
        [onnx.helper.make_tensor_value_info("x", 1, [1])], [onnx.helper.make_tensor_value_info("y", 1, [1])]))
    (tmp_path / "wish/test_data_set_0").mkdir(parents=True)
    onnx.save(wish, tmp_path / "wish/model.onnx")
    ran = sonodrill("onnx-test", tmp_path)
    lines = ran.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        ["pyramid", "ok"], ["shapes", "ok"], ["wish", "unsupported"]], ran.stdout
    assert lines[-1] == "total 3: 2 ok, 0 fail, 1 unsupported, 0 refused" and ran.returncode == 0

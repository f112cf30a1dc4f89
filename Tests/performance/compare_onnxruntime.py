"""Our engine against ONNX Runtime: the same file, one thread each, in turns, and how far the numbers differ.

    python Tests/performance/compare_onnxruntime.py [MODEL.onnx ...]
        needs numpy, onnx and onnxruntime, and SONODRILL_BIN, the release build (default .build/release/sonodrill)

Without models: Models/breast-reader/model.onnx and the two networks of reference_nets.py.
In every one of ROUNDS rounds each engine runs RUNS times; the medians of the rounds' medians are compared, so that
whatever else the machine does meets all of them. Inputs are the same random numbers. Prints a line of JSON a model:

    ours, oursBFloat16, theirs   median ms a run
    ratio, ratioBFloat16         ours / theirs
    roundRatios                  the lowest and highest ratio of a single round, float32 and bfloat16
    difference                   float32: largest |ours - theirs| over the largest |theirs|, worst output
    differenceBFloat16           the same
    pairRatio                    two sessions on two cores: runs a second over those of one
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import onnxruntime
import reference_nets

BINARY = os.environ.get("SONODRILL_BIN", ".build/release/sonodrill")
ROUNDS, RUNS, WARM_UPS = 12, 25, 5


def their_session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def their_median(session, inputs):
    for _ in range(WARM_UPS):
        session.run(None, inputs)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        session.run(None, inputs)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def our_bench(path, precision, threads=1, runs=RUNS):
    command = [BINARY, "bench", "inference", "--model", path, "--runs", str(runs), "--threads", str(threads),
               "--precision", precision, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def difference(path, precision, inputs, theirs):
    with tempfile.TemporaryDirectory() as folder:
        command = [BINARY, "run", path, "--output", f"{folder}/out", "--precision", precision]
        for name, values in inputs.items():
            np.save(f"{folder}/{name}.npy", values)
            command += ["--input", f"{name}={folder}/{name}.npy"]
        subprocess.run(command, check=True, capture_output=True)
        ours = {name: np.load(f"{folder}/out/{name.replace('/', '_')}.npy") for name in theirs}
    return max(float(np.abs(ours[name] - values).max() / np.abs(values).max()) for name, values in theirs.items())


def compare(path):
    session = their_session(path)
    random = np.random.default_rng(1)
    inputs = {i.name: random.random([n if isinstance(n, int) else 1 for n in i.shape], np.float32)
              for i in session.get_inputs()}
    theirs = dict(zip([o.name for o in session.get_outputs()], session.run(None, inputs)))
    rounds = [(our_bench(path, "float32")["medianMs"], their_median(session, inputs),
               our_bench(path, "bfloat16")["medianMs"]) for _ in range(ROUNDS)]
    ours, ort, half = (statistics.median(column) for column in zip(*rounds))
    single = [our_bench(path, "float32", 1, 100)["gflopPerSecond"] for _ in range(3)]
    pair = [our_bench(path, "float32", 2, 100)["gflopPerSecond"] for _ in range(3)]
    spread = [[round(f(r[i] / r[1] for r in rounds), 3) for f in (min, max)] for i in (0, 2)]
    return {"model": pathlib.Path(path).name, "runs": ROUNDS * RUNS, "ours": ours, "theirs": round(ort, 3),
            "oursBFloat16": half, "ratio": round(ours / ort, 3), "ratioBFloat16": round(half / ort, 3),
            "roundRatios": spread, "difference": difference(path, "float32", inputs, theirs),
            "differenceBFloat16": difference(path, "bfloat16", inputs, theirs),
            "pairRatio": round(statistics.median(pair) / statistics.median(single), 3),
            "onnxruntime": onnxruntime.__version__}


def main():
    with tempfile.TemporaryDirectory() as folder:
        paths = sys.argv[1:]
        if not paths:
            paths = ["Models/breast-reader/model.onnx"]
            for side in (256, 320):
                paths.append(f"{folder}/reference{side}.onnx")
                reference_nets.build(side, paths[-1])
        for path in paths:
            print(json.dumps(compare(path)), flush=True)


if __name__ == "__main__":
    main()

"""Point width, speckle and cyst contrast of the phantom beside SIMUS (PyMUST), in one table.

    against_pymust.py SONODRILL [--scatterers N]

SIMUS: the L11-5v linear array, eleven plane waves over 21.8 degrees, delay and sum with receive F-number 1.8.
The phantom: its plain phantoms with one look, focused transmit F-number 2.6. The machines differ, so widths are
also given as multiples of wavelength times F-number.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import pymust

DEPTHS = (10e-3, 16e-3, 24e-3)


def simus_image(x, z, strength, grid):
    param = pymust.getparam("L11-5v")
    param.fs, param.fnumber = 4 * param.fc, 1.8
    total = 0
    for tilt in np.linspace(-10.9, 10.9, 11) * np.pi / 180:
        delays = pymust.txdelay(param, tilt)
        signals, _ = pymust.simus(x, z, strength, delays, param)
        iq = pymust.rf2iq(signals, param)
        # An imaginary size asks for the matrix of complex signals.
        matrix = pymust.dasmtx(1j * np.array(iq.shape), grid[0], grid[1], delays, param)
        total = total + (matrix @ iq.flatten(order="F")).reshape(grid[0].shape, order="F")
    return np.abs(total), 1540 / param.fc * 1e3


def width(values, step):
    peak = int(values.argmax())
    half, left, right = values[peak] / 2, peak, peak
    while values[left] > half:
        left -= 1
    while values[right] > half:
        right += 1
    low = left + (half - values[left]) / (values[left + 1] - values[left])
    high = right - (half - values[right]) / (values[right - 1] - values[right])
    return (high - low) * step


def simus_points():
    rows = []
    for depth in DEPTHS:
        xs, zs = np.arange(-1.5e-3, 1.5e-3, 2e-5), np.arange(depth - 1e-3, depth + 1e-3, 1e-5)
        image, wavelength = simus_image(np.zeros(1), np.full(1, depth), np.ones(1), np.meshgrid(xs, zs))
        z, x = np.unravel_index(image.argmax(), image.shape)
        rows.append((depth * 1e3, width(image[z], 0.02), width(image[:, x], 0.01), wavelength))
    return rows


def simus_cyst(count):
    rng = np.random.default_rng(4)
    x, z = rng.uniform(-5e-3, 5e-3, count), rng.uniform(11e-3, 21e-3, count)
    strength = rng.normal(size=count)
    strength[np.hypot(x, z - 16e-3) < 2e-3] = 0
    xs, zs = np.arange(-4e-3, 4e-3, 8e-5), np.arange(12e-3, 20e-3, 3e-5)
    grid = np.meshgrid(xs, zs)
    image, _ = simus_image(x, z, strength, grid)
    away = np.hypot(grid[0], grid[1] - 16e-3)
    outside = image[(away > 2.6e-3) & (away < 3.8e-3)]
    inside = image[away < 1.4e-3]
    return outside.mean() / outside.std(), 10 * np.log10((inside ** 2).mean() / (outside ** 2).mean())


def phantom(program, name, frames=1):
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder) / name
        subprocess.run([program, "simulate", "--check", name, "--frames", str(frames), "--envelope", f"{base}.npy",
                        "--json", f"{base}.json"], check=True)
        return np.load(f"{base}.npy"), json.loads(pathlib.Path(f"{base}.json").read_text())


def phantom_points(program):
    envelope, said = phantom(program, "point")
    geometry, rows = said["geometry"], []
    for place in said["matter"].values():
        line = round((place[0] - geometry["firstLine"]) / geometry["lineSpacing"])
        row = round((place[2] - geometry["firstSample"]) / geometry["sampleSpacing"])
        around = slice(max(0, line - 20), line + 20)
        rows.append((place[2], width(envelope[0, row, around], geometry["lineSpacing"]),
                     width(envelope[0, row - 20:row + 20, line], geometry["sampleSpacing"]),
                     said["probe"]["soundSpeed"] / said["probe"]["frequency"]))
    return sorted(rows)


def phantom_statistics(program):
    envelope, said = phantom(program, "speckle", 4)
    depth = np.arange(said["geometry"]["samples"]) * said["geometry"]["sampleSpacing"]
    quiet = envelope[:, (depth > 10) & (depth < 30), 20:-20]
    cyst, _ = phantom(program, "cyst")
    across = (np.arange(256) + 0.5) * said["geometry"]["lineSpacing"] - 19.2
    level = np.abs(depth - 16)[:, None] < 2
    inside, outside = level & (np.abs(across) < 3), level & (np.abs(across) > 9)
    return quiet.mean() / quiet.std(), 10 * np.log10((cyst[0][inside] ** 2).mean() / (cyst[0][outside] ** 2).mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--scatterers", type=int, default=4000)
    given = parser.parse_args()
    print("| | depth mm | lateral mm | lateral / wavelength | axial mm |\n|---|---|---|---|---|")
    for name, rows in (("SIMUS", simus_points()), ("phantom", phantom_points(given.program))):
        for depth, lateral, axial, wavelength in rows:
            print(f"| {name} | {depth:.1f} | {lateral:.3f} | {lateral / wavelength:.2f} | {axial:.3f} |")
    print("\n| | envelope SNR | cyst contrast dB |\n|---|---|---|")
    for name, (ratio, contrast) in (("SIMUS", simus_cyst(given.scatterers)), ("phantom", phantom_statistics(given.program))):
        print(f"| {name} | {ratio:.3f} | {contrast:.1f} |")


if __name__ == "__main__":
    main()

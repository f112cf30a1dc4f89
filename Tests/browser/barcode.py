"""A loop whose every frame has its index drawn in it: twelve bars, the lowest bit on the left."""

import random
import struct
import subprocess
import zlib

BAR, WIDTH, HEIGHT = 16, 320, 240


def png(rows):
    """Bytes of an 8-bit grey PNG."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def frame(index, noise):
    """Bars above, below them tissue-like noise with a dark oval that wanders."""
    bars = [255 if index >> (x // BAR) & 1 else 0 for x in range(12 * BAR)] + [0] * (WIDTH - 12 * BAR)
    middle = 110 + index % 100
    rows = [bars] * BAR
    for y in range(BAR, HEIGHT):
        row = noise[y]
        reach = 45 ** 2 - ((y - 130) * 1.6) ** 2
        if reach > 0:
            half = int(reach ** 0.5)
            row = row[:middle - half] + [value // 8 for value in row[middle - half:middle + half]] + row[middle + half:]
        rows.append(row)
    return png(rows)


def make_case(binary, folder, frames=300):
    """Writes the loop as a case named `barcode` under `folder`, through the importer."""
    images = folder / "barcode-images"
    images.mkdir()
    random.seed(5)
    noise = [[random.randrange(60, 190) for _ in range(WIDTH)] for _ in range(HEIGHT)]
    for index in range(frames):
        (images / f"{index:04}.png").write_bytes(frame(index, noise))
    subprocess.run(
        [str(binary), "import", "images", str(images), "--fps", "30", "--id", "barcode", "--out", str(folder / "cases"),
         "--source", "test", "--licence", "CC0-1.0", "--credit", "test"], check=True, stdout=subprocess.DEVNULL)
    (folder / "cases/barcode/truth.yaml").write_text('format: 1\noutcome: normal\nassessments: ["1"]\nqualityFaults: []\nlesions: []\n')

"""Makes a FRAMES_DIR of the phantom's stills. Usage: frames.py STILLS_DIR FRAMES_DIR.

STILLS_DIR holds image_N.pgm and mask_N.pgm and part_*.csv with the lines N, kind, malignant (0 or 1),
descriptors (feature=term;...), category, millimetres a pixel; the kind `normal` has no lesion.
"""
import csv, glob, json, os, sys

import numpy as np
from PIL import Image

FEWEST_PIXELS = 100


def lesion(row):
    terms = {}
    for pair in filter(None, row[3].split(";")):
        feature, term = pair.split("=")
        terms.setdefault(feature, []).append(term)
    single = {name: terms.get(name, [""])[0] for name in ("shape", "margin", "echo", "posterior", "calcifications")}
    return {"malignant": int(row[2]), "details": terms.get("margin_detail"), **single}


def main():
    stills, out = sys.argv[1:3]
    os.makedirs(out, exist_ok=True)
    rows = [row for path in sorted(glob.glob(f"{stills}/part_*.csv")) for row in csv.reader(open(path)) if row]
    with open(f"{out}/frames.jsonl", "w") as lines:
        for row in rows:
            truth = {"image": f"{row[0]}.png", "scene": row[0]}
            mask = np.array(Image.open(f"{stills}/mask_{row[0]}.pgm")) > 0
            if row[1] != "normal" and mask.sum() < FEWEST_PIXELS:
                continue
            Image.open(f"{stills}/image_{row[0]}.pgm").save(f"{out}/{row[0]}.png")
            if row[1] != "normal":
                Image.fromarray((mask * 255).astype(np.uint8)).save(f"{out}/{row[0]}-mask.png")
                truth.update(mask=f"{row[0]}-mask.png", lesion=lesion(row))
            lines.write(json.dumps(truth) + "\n")


if __name__ == "__main__":
    main()

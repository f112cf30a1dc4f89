"""Letterboxes the images of BUS-BRA and BrEaST with their masks and labels, split by patient.

Usage: prepare.py DATA_DIR OUT [SIMULATED ...]. Writes OUT/real.npz; and OUT/simulated.npz from folders
of rendered frames (frames.jsonl beside grey PNG images and masks). BUS-BRA fold 4 and a quarter of
BrEaST, drawn with a fixed seed, are held out.
"""
import glob, json, os, random, sys

import numpy as np, pandas as pd
from PIL import Image
from tqdm import tqdm

import labels
from letterbox import letterbox

SIDES = (256, 384)


def grey(path):
    return np.array(Image.open(path).convert("L"))


def union(paths, shape):
    mask = np.zeros(shape, np.uint8)
    for path in paths:
        mask |= ((grey(path) > 127) * 255).astype(np.uint8)
    return mask


def busbra(root):
    folds = pd.read_csv(f"{root}/BUS-BRA/folds.csv").set_index("ID").kFold
    for record in pd.read_csv(f"{root}/BUS-BRA/bus_data.csv").itertuples():
        path = f"{root}/BUS-BRA/Images/{record.ID}.png"
        if record.ID not in folds.index or not os.path.exists(path):
            continue
        mask = f"{root}/BUS-BRA/Masks/{record.ID.replace('bus_', 'mask_')}.png"
        yield "busbra", f"busbra-{record.Case}", path, [mask], labels.from_busbra(record), folds[record.ID] == 4


def breast(root):
    folder = f"{root}/BrEaST/BrEaST-Lesions_USG-images_and_masks/"
    draw = random.Random(0)
    for record in pd.read_excel(glob.glob(f"{root}/BrEaST/*.xlsx")[0]).itertuples():
        masks = [folder + name.strip() for name in str(record.Mask_tumor_filename).split("&") if name != "nan"]
        held = draw.random() < 0.25
        yield "breast", f"breast-{record.CaseID}", folder + record.Image_filename, masks, labels.from_breast(record), held


def simulated(folder, held_out_every=5):
    with open(f"{folder}/frames.jsonl") as lines:
        for number, line in enumerate(lines):
            truth = json.loads(line)
            masks = [f"{folder}/{truth['mask']}"] if truth.get("mask") else []
            known = labels.from_simulation(truth["lesion"]) if masks else labels.UNKNOWN
            # Frames of one scene stay on one side of the split.
            scene = truth.get("scene", number)
            held = hash_of(scene) % held_out_every == 0
            yield "simulated", f"{folder}-{scene}", f"{folder}/{truth['image']}", masks, known, held


def hash_of(scene):
    return sum((position + 1) * ord(letter) for position, letter in enumerate(str(scene)))


def gather(samples, path):
    columns = {name: [] for name in ("x256", "y256", "x384", "y384", "size", "label", "source", "patient", "held")}
    for source, patient, image_path, masks, label, held in tqdm(list(samples), desc=os.path.basename(path)):
        image = grey(image_path)
        mask = union(masks, image.shape)
        for side in SIDES:
            x, size = letterbox(image, side)
            columns[f"x{side}"].append(np.rint(x).astype(np.uint8))
            columns[f"y{side}"].append(np.rint(letterbox(mask, side)[0]).astype(np.uint8))
            if side == 256:
                columns["size"].append(size)
        for name, value in (("label", label), ("source", source), ("patient", patient), ("held", held)):
            columns[name].append(value)
    np.savez(path, **{name: np.array(values) for name, values in columns.items()})


if __name__ == "__main__":
    root, out = sys.argv[1:3]
    os.makedirs(out, exist_ok=True)
    gather([*busbra(root), *breast(root)], f"{out}/real.npz")
    if len(sys.argv) > 3:
        gather([s for folder in sys.argv[3:] for s in simulated(folder)], f"{out}/simulated.npz")

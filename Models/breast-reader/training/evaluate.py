"""Judges a trained reader on held-out patients. Usage: evaluate.py OUT MODEL_DIR. Writes MODEL_DIR/report.json.

Works as AICore does on stills: mask and region answers averaged over the image and its mirror image,
connected patches, confidence from lesion, presence and mask logits. Confidence weights, thresholds,
temperature and offset are fitted here, on the held-out patients' regions; the intervals are bootstrapped
by patient. Silence is judged on lesion-free windows of held-out images and on simulated normals.
"""
import json, random, sys

import numpy as np, torch
from scipy import ndimage
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, roc_auc_score
from tqdm import tqdm

import augment, labels, regions
from dataset import Images
from export import trained
from model import fine

FEWEST_CELLS = 10
DESCRIPTORS = [("shape", 1), ("margin", 2), ("echo", 3), ("posterior", 4), ("calcifications", 5)]


def look(both, image):
    mask, features, presence = both.reader(image)
    return fine(mask)[0, 0], features, presence.item()


def patches(logits, size):
    """Boolean patches above one half, largest first, and the logits, black beyond the frame."""
    height, width = (size[0] + 1) // 2, (size[1] + 1) // 2
    logits = logits.clone()
    logits[height:], logits[:, width:] = -30, -30
    marks, count = ndimage.label(logits.numpy() > 0)
    found = [marks == n + 1 for n in range(count)]
    return sorted((f for f in found if f.sum() >= FEWEST_CELLS), key=lambda f: -f.sum())[:6], logits


def read(both, image, size=(256, 256)):
    """Patches with what the network says about each, the mean of two looks."""
    straight, mirrored = look(both, image), look(both, image.flip(3))
    logits = (straight[0] + mirrored[0].flip(1)) / 2
    found, logits = patches(logits, size)
    presence = (straight[2] + mirrored[2]) / 2
    result = []
    for patch in found:
        inside = torch.from_numpy(patch)
        weights = (logits.sigmoid() * inside)[None]
        views = [both.head(regions.vector(f, weights, image)) for f in (straight[1], mirrored[1].flip(3))]
        answers = {name: ((views[0][name] + views[1][name]) / 2)[0].numpy() for name in views[0]}
        result.append({"patch": patch, "inputs": [answers["lesion"][0], presence, logits[inside].mean().item()], "answers": answers})
    return result


def windows(images, count=200):
    """Lesion-free windows of held-out real images, as the network sees them."""
    random.seed(1)
    real = [i for i in range(len(images)) if images.columns["source"][i] != "simulated" and images.columns["y256"][i].any()]
    while count:
        index = random.choice(real)
        matrix = augment.lesion_free(images.columns["y384"][index], images.columns["size"][index])
        if matrix is None:
            continue
        count -= 1
        image = torch.from_numpy(images.columns["x384"][index])[None].float() / 255
        yield augment.move(image, image, matrix)[0][None], images.columns["patient"][index]


def gather(both, images):
    """One record for each held-out image and each lesion-free window."""
    records, columns = [], images.columns
    for index in tqdm(range(len(images)), desc="held-out"):
        image = torch.from_numpy(columns["x256"][index])[None, None].float() / 255
        truth = columns["y256"][index] > 127
        found = read(both, image, columns["size"][index])
        for item in found:
            full = np.kron(item.pop("patch"), np.ones((2, 2), bool))
            item["overlap"] = (full & truth).sum() / max(1, (full | truth).sum())
            item["dice"] = 2 * (full & truth).sum() / max(1, full.sum() + truth.sum())
            item["full"] = np.packbits(full)
        records.append({
            "source": columns["source"][index] if truth.any() else columns["source"][index] + "-normal",
            "patient": columns["patient"][index], "label": columns["label"][index], "found": found,
            "truth": np.packbits(truth), "oracle": oracle(both, image, truth) if truth.any() else None})
    for image, patient in tqdm(list(windows(images)), desc="lesion-free"):
        found = [{"inputs": f["inputs"], "overlap": 0.0} for f in read(both, image)]
        records.append({"source": "lesion-free", "patient": patient, "label": None, "found": found})
    return records


def oracle(both, image, truth):
    """Answers for the lesion as drawn, where none was found."""
    weights = torch.from_numpy(truth.reshape(128, 2, 128, 2).mean((1, 3))).float()[None]
    views = [(look(both, image)[1], weights, image)]
    return {name: value[0].numpy() for name, value in both.head(regions.vector(*views[0])).items()}


def confidence_weights(records):
    rows = [(f["inputs"], f["overlap"] > 0.2) for r in records for f in r["found"]]
    fit = LogisticRegression(C=1.0).fit([r[0] for r in rows], [r[1] for r in rows])
    return [round(float(v), 4) for v in (*fit.coef_[0], fit.intercept_[0])]


def add_confidence(records, weights):
    for record in records:
        for f in record["found"]:
            f["confidence"] = 1 / (1 + np.exp(-(np.dot(weights[:3], f["inputs"]) + weights[3])))


def finding_threshold(records):
    """The highest confidence that keeps 97.5 % of the real lesions."""
    best = [max([f["confidence"] for f in r["found"] if f["overlap"] > 0.2], default=0)
            for r in records if r["source"] in ("busbra", "breast")]
    return round(float(np.clip(np.quantile(best, 0.025), 0.15, 0.6)), 3)


def calibration(records):
    """Temperature and offset by maximum likelihood on the real lesions."""
    known = [(best(r)["answers"]["malignancy"][0], r["label"][0]) for r in records
             if r["source"] in ("busbra", "breast") and best(r) and r["label"][0] >= 0]
    raw, sick = np.array([k[0] for k in known]), np.array([k[1] for k in known])
    fit = LogisticRegression(C=100.0).fit(raw[:, None], sick)
    return round(float(1 / fit.coef_[0][0]), 4), round(float(fit.intercept_[0]), 4), round(float(sick.mean()), 3)


def best(record):
    """The finding on the lesion, else None."""
    hits = [f for f in record["found"] if f["overlap"] > 0.1]
    return max(hits, key=lambda f: f["overlap"]) if hits else None


def malignancy(record, card):
    """What AICore would say of the case: its most suspicious finding; low where it marks nothing."""
    said = [f["answers"]["malignancy"][0] for f in record["found"] if f["confidence"] >= card["findingThreshold"]]
    return 1 / (1 + np.exp(-(max(said) / card["temperature"] + card["malignancyOffset"]))) if said else 0.01


def interval(values, patients, statistic, rounds=1000):
    """The statistic with its 95 % interval, patients drawn with replacement."""
    draw, groups = np.random.default_rng(0), {}
    for position, patient in enumerate(patients):
        groups.setdefault(patient, []).append(position)
    groups, estimates = list(groups.values()), []
    for _ in range(rounds):
        chosen = np.concatenate([groups[g] for g in draw.integers(0, len(groups), len(groups))])
        try:
            estimates.append(statistic(values[chosen]))
        except ValueError:
            continue
    low, high = np.nanpercentile(estimates, [2.5, 97.5])
    return [round(float(v), 3) for v in (statistic(values), low, high)]


def auc(rows):
    return roc_auc_score(rows[:, 1], rows[:, 0])


def expected_error(rows, bins=10):
    order = np.array_split(rows[np.argsort(rows[:, 0])], bins)
    return float(np.mean([abs(part[:, 0].mean() - part[:, 1].mean()) for part in order]))


def union_dice(record, threshold):
    full = np.zeros_like(record["truth"])
    for f in record["found"]:
        if f["confidence"] >= threshold:
            full = full | f["full"]
    a, b = np.unpackbits(full).astype(bool), np.unpackbits(record["truth"]).astype(bool)
    return 2 * (a & b).sum() / max(1, a.sum() + b.sum())


def on_lesions(records, source, card):
    mine = [r for r in records if r["source"] == source]
    patients = [r["patient"] for r in mine]
    threshold = card["findingThreshold"]
    marked = [[f for f in r["found"] if f["confidence"] >= threshold] for r in mine]
    dice = np.array([union_dice(r, threshold) for r in mine])
    hit = np.array([any(f["overlap"] > 0.2 for f in m) for m in marked], float)
    false = np.array([sum(f["overlap"] < 0.05 for f in m) for m in marked], float)
    rows = np.array([[malignancy(r, card), r["label"][0]] for r in mine])
    known = rows[:, 1] >= 0
    report = {"images": len(mine), "patients": len(set(patients))}
    report["dice"] = interval(dice, patients, np.mean)
    report["hitRate"] = interval(hit, patients, np.mean)
    report["falseMarksPerImage"] = interval(false, patients, np.mean)
    report["malignancyAUC"] = interval(rows[known], [p for p, k in zip(patients, known) if k], auc)
    report["calibrationError"] = round(expected_error(rows[known]), 3)
    for name, column in DESCRIPTORS if source != "busbra" else []:
        pairs = [(r["label"][column], int(np.argmax((best(r) or {"answers": r["oracle"]})["answers"][name]))) for r in mine]
        pairs = [p for p in pairs if p[0] >= 0]
        report[f"{name}Kappa"] = round(float(cohen_kappa_score(*zip(*pairs))), 3) if len(pairs) > 5 else None
    return report


def silence(records, source, card):
    mine = [r for r in records if r["source"] == source]
    loud = np.array([any(f["confidence"] >= card["findingThreshold"] for f in r["found"]) for r in mine], float)
    return {"images": len(mine), "falseFindingRate": interval(loud, [r["patient"] for r in mine], np.mean)} if mine else None


def performance(report):
    """The figures of model.yaml: value and interval, and what they were measured on."""
    wanted = [(source, name, f"{report[source]['images']} {label} images, {report[source]['patients']} held-out patients")
              for source, label in (("busbra", "BUS-BRA"), ("breast", "BrEaST")) if source in report
              for name in ("dice", "hitRate", "falseMarksPerImage", "malignancyAUC")]
    wanted += [(source, "falseFindingRate", f"{report[source]['images']} {label}")
               for source, label in (("lesion-free", "lesion-free windows of held-out images"),
                                     ("simulated-normal", "held-out simulated normals")) if report.get(source)]
    return [dict(zip(("measure", "value", "low", "high", "on"), (name, *report[source][name], on))) for source, name, on in wanted]


def main():
    out, folder = sys.argv[1:3]
    torch.set_num_threads(1)
    both, images = trained(out), Images(out, held=True)
    with torch.no_grad():
        records = gather(both, images)
    card = {"maskThreshold": 0.5, "confidenceWeights": confidence_weights(records)}
    add_confidence(records, card["confidenceWeights"])
    card["findingThreshold"] = finding_threshold(records)
    card["trailingThreshold"] = round(card["findingThreshold"] / 2, 3)
    card["temperature"], card["malignancyOffset"], card["calibrationPrevalence"] = calibration(records)
    card["prevalence"] = card["calibrationPrevalence"]
    report = {source: on_lesions(records, source, card) for source in ("busbra", "breast", "simulated")
              if any(r["source"] == source for r in records)}
    report.update({source: silence(records, source, card) for source in ("lesion-free", "simulated-normal", "breast-normal")})
    with open(f"{folder}/report.json", "w") as file:
        json.dump({"card": card, "performance": performance(report), **report}, file, indent=1)
        file.write("\n")
    print(json.dumps({"card": card, **report}, indent=1))


if __name__ == "__main__":
    main()

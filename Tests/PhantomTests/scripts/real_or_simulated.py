"""How well a small classifier tells simulated frames from real ones, and what it looks at.

    real_or_simulated.py REAL.png ... --simulated FRAME.pgm|png ...

Crops of 128 x 128 pixels, three a picture, below the skin and off the borders; features are grey percentiles,
band energies, correlation lengths, directional gradients and speckle statistics. Logistic regression and
gradient-boosted trees, five folds, all crops of a picture in one fold. Prints both AUCs with their spread, and
the features that matter by permutation. The held-out crops are never used to tune anything.
"""
import argparse
import sys

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter, sobel
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SIDE, CROPS = 128, 3
NAMES = (
    [f"grey p{p}" for p in (2, 25, 50, 75, 98)] + [f"band {b} px" for b in (1, 2, 4, 8, 16)]
    + ["correlation across", "correlation down", "gradient ratio", "skew", "kurtosis", "local contrast",
       "contrast spread", "share of black", "share of white"])


def correlation_length(crop, axis):
    spectrum = np.abs(np.fft.rfft(crop, 2 * crop.shape[axis], axis=axis)) ** 2
    acf = np.fft.irfft(spectrum.mean(1 - axis))
    acf /= acf[0] + 1e-9
    below = int(np.argmax(acf < 0.5))
    return below - (0.5 - acf[below]) / (acf[below - 1] - acf[below] + 1e-9) if below else 0.0


def features(crop):
    bands, before = [], crop
    for sigma in (0.5, 1, 2, 4, 8):
        blurred = gaussian_filter(crop, sigma)
        bands.append((before - blurred).std())
        before = blurred
    fine = crop - gaussian_filter(crop, 6)
    across, down = np.abs(sobel(crop, 1)).mean(), np.abs(sobel(crop, 0)).mean()
    z = fine / (fine.std() + 1e-9)
    tiles = crop.reshape(SIDE // 16, 16, SIDE // 16, 16).std(axis=(1, 3))
    return (list(np.percentile(crop, (2, 25, 50, 75, 98))) + bands
            + [correlation_length(fine, 1), correlation_length(fine, 0), across / (down + 1e-9),
               (z ** 3).mean(), (z ** 4).mean(), np.median(tiles), tiles.std(), (crop < 4).mean(), (crop > 250).mean()])


def crops(path, rng):
    picture = np.asarray(Image.open(path).convert("L"), float)
    height, width = picture.shape
    top, bottom, left, right = int(0.1 * height), int(0.9 * height) - SIDE, 8, width - SIDE - 8
    if bottom <= top or right <= left:
        return []
    return [picture[y:y + SIDE, x:x + SIDE]
            for y, x in zip(rng.integers(top, bottom, CROPS), rng.integers(left, right, CROPS))]


def table(paths, label, rng):
    rows = [(features(c), label, f"{label}-{i}") for i, path in enumerate(paths) for c in crops(path, rng)]
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("real", nargs="+")
    parser.add_argument("--simulated", nargs="+", required=True)
    given = parser.parse_args()
    rng = np.random.default_rng(7)
    rows = table(given.real, 0, rng) + table(given.simulated, 1, rng)
    x = np.array([r[0] for r in rows])
    y = np.array([r[1] for r in rows])
    groups = np.array([r[2] for r in rows])
    print(f"{(y == 0).sum()} real and {(y == 1).sum()} simulated crops of {len(set(groups))} pictures")
    models = {"logistic regression": make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)),
              "boosted trees": HistGradientBoostingClassifier(max_iter=150, max_depth=4, random_state=1)}
    for name, model in models.items():
        areas, weights = [], []
        for train, test in GroupKFold(5).split(x, y, groups):
            model.fit(x[train], y[train])
            areas.append(roc_auc_score(y[test], model.predict_proba(x[test])[:, 1]))
            looked = permutation_importance(model, x[test], y[test], scoring="roc_auc", n_repeats=5, random_state=1)
            weights.append(looked.importances_mean)
        order = np.argsort(-np.mean(weights, axis=0))[:6]
        print(f"{name}: AUC {np.mean(areas):.3f} (folds {min(areas):.3f} to {max(areas):.3f}); looks at "
              + ", ".join(f"{NAMES[i]} ({np.mean(weights, axis=0)[i]:.3f})" for i in order))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Makes outside.json: figures of drawn data by scipy, statsmodels, scikit-learn, krippendorff, lifelines.

    pip install scipy statsmodels scikit-learn krippendorff lifelines
    python make.py
"""
import json
from pathlib import Path

import krippendorff
import numpy as np
import statsmodels.api as sm
from lifelines import KaplanMeierFitter
from lifelines.statistics import logrank_test
from lifelines.utils import restricted_mean_survival_time
from scipy import stats
from sklearn.metrics import brier_score_loss, cohen_kappa_score, log_loss, roc_auc_score

rng = np.random.default_rng(20240)


def distributions():
    dfs = [1, 2.5, 15.2596745891418, 164.05, 877.886, 12345.6]
    return {
        "t": [[t, df, 2 * stats.t.sf(t, df)] for df in dfs for t in (0.1, 1, 2.5, 8)],
        "tQuantile": [[p, df, stats.t.ppf(p, df)] for df in dfs for p in (0.6, 0.95, 0.975, 0.9995)],
        "f": [[f, a, b, stats.f.sf(f, a, b)] for a in (1, 3) for b in dfs for f in (0.2, 1.5, 9)],
        "fQuantile": [[p, a, b, stats.f.ppf(p, a, b)] for a in (1, 5.5) for b in dfs[1:] for p in (0.05, 0.975)],
        "chiSquare": [[x, df, stats.chi2.sf(x, df)] for df in (1, 2, 7, 40) for x in (0.01, 1, 6.5, 60)],
        "binomial": [[k, n, p, stats.binomtest(k, n, p).pvalue]
                     for k, n, p in ((3, 10, 0.5), (0, 7, 0.2), (40, 60, 0.5), (9, 200, 0.1), (5, 5, 0.5))],
    }


def agreement():
    sets = []
    for raters, items, levels, missing in ((2, 40, 3, 0.0), (4, 60, 5, 0.2), (3, 25, 7, 0.1)):
        truth = rng.integers(0, levels, items)
        labels = np.clip(truth[:, None] + rng.integers(-1, 2, (items, raters)), 0, levels - 1).astype(float)
        labels[rng.random((items, raters)) < missing] = np.nan
        both = ~np.isnan(labels[:, 0]) & ~np.isnan(labels[:, 1])
        a, b = labels[both, 0].astype(int), labels[both, 1].astype(int)
        kappa = {w: cohen_kappa_score(a, b, weights=None if w == "unweighted" else w, labels=range(levels))
                 for w in ("unweighted", "linear", "quadratic")}
        # A level that nobody used takes no part in alpha.
        alpha = {kind: krippendorff.alpha(labels.T, level_of_measurement=kind, value_domain=list(range(levels)))
                 for kind in ("nominal", "ordinal", "interval")}
        rows = [[None if np.isnan(v) else int(v) for v in row] for row in labels]
        sets.append({"levels": levels, "labels": rows, "kappa": kappa, "alpha": alpha})
    return sets


def calibration():
    n = 240
    x = rng.normal(size=n)
    p = np.round(np.clip(1 / (1 + np.exp(-1.6 * x)), 0.01, 0.99), 2)
    y = (rng.random(n) < 1 / (1 + np.exp(-0.3 - x))).astype(int)
    logit = np.log(p / (1 - p))
    fit = sm.Logit(y, sm.add_constant(logit)).fit(disp=0, tol=1e-12)
    bins = np.clip(np.ceil(p * 10 - 1e-9).astype(int) - 1, 0, 9)
    ece = sum(abs(y[bins == b].mean() - p[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    z = ((y - p) * (1 - 2 * p)).sum() / np.sqrt(((1 - 2 * p) ** 2 * p * (1 - p)).sum())
    return {"p": p.tolist(), "y": y.tolist(), "brier": brier_score_loss(y, p), "log": log_loss(y, p),
            "auc": roc_auc_score(y, p), "ece": ece, "cox": fit.params.tolist(), "coxSe": fit.bse.tolist(),
            "spiegelhalter": z}


def survival():
    groups = []
    for scale in (20, 30, 45):
        time = np.ceil(rng.exponential(scale, 35))
        groups.append((np.minimum(time, 60), time <= 60))
    fits = []
    for time, event in groups:
        fit = KaplanMeierFitter().fit(time, event)
        fits.append({"time": time.tolist(), "event": event.astype(int).tolist(),
                     "median": float(fit.median_survival_time_),
                     "mean40": float(restricted_mean_survival_time(fit, t=40))})
    test = logrank_test(groups[0][0], groups[1][0], groups[0][1], groups[1][1])
    from lifelines.statistics import multivariate_logrank_test
    time = np.concatenate([g[0] for g in groups])
    event = np.concatenate([g[1] for g in groups])
    three = multivariate_logrank_test(time, np.repeat([0, 1, 2], 35), event)
    return {"groups": fits, "two": [test.test_statistic, test.p_value],
            "three": [three.test_statistic, three.p_value]}


def consensus():
    """An independent EM of Dawid and Skene, to 1e-14."""
    items, raters, classes = 60, 4, 3
    truth = rng.integers(0, classes, items)
    counts = np.zeros((items, raters, classes))
    for i in range(items):
        for j in range(raters):
            for _ in range(2 if j == 0 else 1):
                label = truth[i] if rng.random() < 0.6 + 0.1 * j else rng.integers(0, classes)
                counts[i, j, label] += 1
    share = counts.sum(1) / counts.sum(1).sum(1, keepdims=True)
    for _ in range(5000):
        prior = share.mean(0)
        confusion = np.einsum("ic,ijl->jcl", share, counts)
        confusion /= confusion.sum(2, keepdims=True)
        logs = np.log(prior) + np.einsum("ijl,jcl->ic", counts, np.log(np.maximum(confusion, 1e-300)))
        logs -= logs.max(1, keepdims=True)
        share = np.exp(logs)
        share /= share.sum(1, keepdims=True)
    return {"counts": counts.astype(int).tolist(), "prevalence": share.mean(0).tolist(),
            "confusion": confusion.tolist()}


def outlines():
    """An independent EM of STAPLE."""
    pixels, raters = 400, 3
    truth = np.arange(pixels) % 20 < 7
    masks = np.array([np.where(rng.random(pixels) < e, ~truth, truth) for e in (0.05, 0.1, 0.2)])
    prior, p, q = masks.mean(), np.full(raters, 0.99999), np.full(raters, 0.99999)
    for _ in range(5000):
        a = prior * np.prod(np.where(masks, p[:, None], 1 - p[:, None]), 0)
        b = (1 - prior) * np.prod(np.where(masks, 1 - q[:, None], q[:, None]), 0)
        w = a / (a + b)
        p, q = (masks * w).sum(1) / w.sum(), (~masks * (1 - w)).sum(1) / (1 - w).sum()
    return {"masks": masks.astype(int).tolist(), "sensitivity": p.tolist(), "specificity": q.tolist(),
            "probability": w.tolist()}


out = {"distributions": distributions(), "agreement": agreement(), "calibration": calibration(),
       "survival": survival(), "consensus": consensus(), "outlines": outlines()}
Path(__file__).with_name("outside.json").write_text(json.dumps(out) + "\n")

"""What a region of the mask is made of: the vector the region head reads. AICore computes the same.

Weights `w` (N, 128, 128) are the mask probability inside the region and 0 elsewhere. On the 32 x 32 grid
of the features they are averaged over 4 x 4; `rim` is what growing that by two cells adds, `below` what
sliding the grown region down by up to six cells adds: the tissue whose shadow or enhancement tells.
"""
import torch
from torch.nn import functional as F

FEATURES = 96

GEOMETRY = 12
VECTOR = 3 * FEATURES + GEOMETRY
TINY = 1e-6


def zones(w):
    """(N, 32, 32) weights of inside, rim and below."""
    inside = F.avg_pool2d(w[:, None], 4)
    grown = F.max_pool2d(inside, 5, 1, 2)
    slid = F.max_pool2d(F.pad(grown, (0, 0, 6, 0)), (7, 1), 1)
    return inside[:, 0], (grown - inside).clamp(min=0)[:, 0], (slid - grown).clamp(min=0)[:, 0]


def mean(values, weights):
    """(N, C, H, W) averaged with (N, H, W) weights -> (N, C); 0 where there is no weight."""
    weights = weights[:, None]
    return (values * weights).sum((2, 3)) / (weights.sum((2, 3)) + TINY)


def geometry(w, image, inside, rim, below):
    """(N, 12): size, proportions, fill, direction, grey levels and contrasts, outline, certainty."""
    fine, coarse = F.avg_pool2d(image, 2), F.avg_pool2d(image, 8)
    place = torch.arange(128, dtype=w.dtype, device=w.device)
    total = w.sum((1, 2)) + TINY
    x = (w.sum(1) * place).sum(1) / total
    y = (w.sum(2) * place).sum(1) / total
    dx, dy = place[None] - x[:, None], place[None] - y[:, None]
    xx = (w.sum(1) * dx**2).sum(1) / total + 1 / 12
    yy = (w.sum(2) * dy**2).sum(1) / total + 1 / 12
    xy = (w * dx[:, None, :] * dy[:, :, None]).sum((1, 2)) / total
    spread = ((xx - yy) ** 2 + 4 * xy**2 + 1e-9).sqrt()
    large, small = (xx + yy + spread) / 2, ((xx + yy - spread) / 2).clamp(min=1 / 24)
    grey = (fine[:, 0] * w).sum((1, 2)) / total
    square = (fine[:, 0] ** 2 * w).sum((1, 2)) / total
    around, under = mean(coarse, rim)[:, 0], mean(coarse, below)[:, 0]
    right = (w[:, :-1, 1:] - w[:, :-1, :-1]) ** 2
    down = (w[:, 1:, :-1] - w[:, :-1, :-1]) ** 2
    outline = (right + down + 1e-12).sqrt().sum((1, 2))
    return torch.stack([
        (total + 1).log(), (yy / xx).log() / 2, (small / large).sqrt(),
        total / (4 * torch.pi * (large * small).sqrt()), (xx - yy) / spread,
        grey, (square - grey**2).clamp(min=0).sqrt(), around, around - grey, under - around,
        4 * torch.pi * total / (outline**2 + 1), (w**2).sum((1, 2)) / total], 1)


def vector(features, w, image):
    """(N, VECTOR) from features (N, 96, 32, 32), weights (N, 128, 128) and the image (N, 1, 256, 256)."""
    inside, rim, below = zones(w)
    pooled = [mean(features, zone) for zone in (inside, rim, below)]
    return torch.cat([*pooled, geometry(w, image, inside, rim, below)], 1)

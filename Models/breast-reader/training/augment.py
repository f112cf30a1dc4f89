"""What may happen to a training image: moves, gains, blurs, shadows, burnt-in marks; never a flip of depth."""
import math, random

import torch
from torch.nn import functional as F


def between(low, high, *shape):
    return torch.rand(*shape) * (high - low) + low


def placement(count):
    """Affine matrices: turn up to 10 degrees, zoom, mirror left-right, shift; sides keep their proportion."""
    turn, zoom = between(-0.18, 0.18, count), torch.exp(between(-0.38, 0.3, count))
    side = torch.exp(between(-0.04, 0.04, count))
    mirror = torch.where(torch.rand(count) < 0.5, -1.0, 1.0)
    matrix = torch.zeros(count, 2, 3)
    matrix[:, 0, 0], matrix[:, 0, 1] = zoom * side * torch.cos(turn) * mirror, -zoom * torch.sin(turn)
    matrix[:, 1, 0], matrix[:, 1, 1] = zoom * torch.sin(turn) * mirror, zoom / side * torch.cos(turn)
    matrix[:, :, 2] = between(-0.2, 0.2, count, 2)
    return matrix


def lesion_free(mask, size):
    """The affine matrix of a square window without lesion, or None where a few tries find none."""
    height, width = size[0] / 256, size[1] / 256
    for _ in range(12):
        side = random.uniform(0.28, 0.62) * max(height, width)
        if side > width or side > height:
            continue
        left, top = random.uniform(0, width - side), random.uniform(0, height - side)
        y0, x0, n = int(top * 384), int(left * 384), int(side * 384)
        if not (mask[y0 : y0 + n, x0 : x0 + n] > 0).any():
            mirror = random.choice((-1, 1))
            return torch.tensor([[side * mirror, 0, 2 * left + side - 1], [0, side, 2 * top + side - 1]]).float()
    return None


def move(image, mask, matrix):
    grid = F.affine_grid(matrix[None], (1, 1, 256, 256), align_corners=False)
    return (F.grid_sample(image[None], grid, align_corners=False)[0],
            F.grid_sample(mask[None], grid, align_corners=False)[0])


def blur(x):
    return F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)


def appearance(x):
    """Gain, contrast, depth gain, noise, blur or sharpening of (N, 1, 256, 256)."""
    n = len(x)
    x = x.clamp(1e-4, 1) ** torch.exp(between(-0.4, 0.4, n, 1, 1, 1))
    x = x * torch.exp(between(-0.28, 0.28, n, 1, 1, 1)) + between(-0.06, 0.06, n, 1, 1, 1) * (x > 0.01)
    field = F.interpolate(torch.randn(n, 1, 4, 3), size=256, mode="bilinear", align_corners=True)
    x = x * torch.exp(0.16 * field * torch.rand(n, 1, 1, 1))
    soft = blur(x)
    amount = torch.where(torch.rand(n, 1, 1, 1) < 0.5, between(-0.7, 0.8, n, 1, 1, 1), torch.zeros(1))
    x = x + amount * (x - soft)
    x = x * (1 + 0.12 * torch.rand(n, 1, 1, 1) * torch.randn_like(x)) + 0.04 * torch.rand(n, 1, 1, 1) * torch.randn_like(x)
    return x.clamp(0, 1)


def shadow(image):
    """A dark column from some depth downward, soft at its sides: a shadow, no lesion."""
    centre, half, top = random.uniform(0, 256), random.uniform(6, 40), random.uniform(0, 200)
    column = torch.arange(256.0)
    across = torch.sigmoid((half - (column - centre).abs()) / random.uniform(2, 8))
    along = torch.sigmoid((column - top) / random.uniform(4, 20))
    image *= 1 - random.uniform(0.3, 0.85) * across[None, None, :] * along[None, :, None]


def burnt_in(image):
    """Caliper crosses, dotted lines and letter-like strokes anywhere, so that they mean nothing."""
    for _ in range(random.randint(1, 6)):
        x, y, n, grey = random.randint(4, 245), random.randint(4, 245), random.randint(2, 5), random.uniform(0.5, 1)
        kind = random.random()
        if kind < 0.5:
            image[:, y, x - n : x + n + 1] = grey
            image[:, y - n : y + n + 1, x] = grey
        elif kind < 0.75:
            steps, angle = random.randint(6, 30), random.uniform(0, math.pi)
            for step in range(steps):
                u, v = int(x + 4 * step * math.cos(angle)), int(y + 4 * step * math.sin(angle))
                if 0 <= u < 256 and 0 <= v < 256:
                    image[:, v, u] = grey
        else:
            patch = image[:, y - 4 : y + 4, x : x + 30]
            patch[torch.rand(patch.shape) < 0.4] = grey


def hide(image):
    """A patch of one grey level."""
    y, x = random.randint(0, 220), random.randint(0, 220)
    image[:, y : y + random.randint(8, 48), x : x + random.randint(8, 48)] = random.uniform(0, 0.5)


def disturb(image):
    for chance, change in ((0.15, shadow), (0.3, burnt_in), (0.25, hide)):
        if random.random() < chance:
            change(image)

"""What the training asks for: mask, presence, and per region everything the labels say."""
import torch
from torch.nn import functional as F

import labels, regions
from model import fine


def losses(model, image, mask, label, simulated):
    image = image.contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16):
        logits, features, presence = model.reader(image)
    logits, features, presence = fine(logits.float()), features.float(), presence.float()
    truth = F.avg_pool2d(mask, 2)
    has = (truth.flatten(1).sum(1) > 8).float()
    chance = logits.sigmoid()
    cross = F.binary_cross_entropy_with_logits(logits, truth, reduction="none").mean((1, 2, 3))
    shared = (chance * truth).sum((1, 2, 3))
    dice = 1 - (2 * shared + 4) / (chance.sum((1, 2, 3)) + truth.sum((1, 2, 3)) + 4)
    parts = {
        "cross": cross.mean() * 1.5,
        "dice": (dice * (0.25 + 0.75 * has)).mean(),
        "presence": 0.15 * F.binary_cross_entropy_with_logits(presence[:, 0], has),
    }
    weights, real = region_weights(chance.detach()[:, 0], truth[:, 0], has)
    region = regions.vector(features.repeat(2, 1, 1, 1), weights, image.repeat(2, 1, 1, 1))
    answers = model.head(region)
    usable = weights.sum((1, 2)) > 6
    parts["lesion"] = 0.4 * masked(F.binary_cross_entropy_with_logits(answers["lesion"][:, 0], real, reduction="none"), usable)
    first = {name: answer[: len(image)] for name, answer in answers.items()}
    parts.update(region_losses(first, label, truth[:, 0], has.bool() & usable[: len(image)], simulated))
    return parts


def region_weights(chance, truth, has):
    """(2N, 128, 128) weights and (2N,) whether a lesion: each lesion as drawn or as found, and a region that is none."""
    near = grown(truth, 5)
    found = chance * (chance > 0.35) * (near > 0)
    agree = (found * truth).sum((1, 2)) / (torch.maximum(found, truth).sum((1, 2)) + 1)
    use_found = (agree > 0.4) & (torch.rand(len(truth)) < 0.7)
    lesion = torch.where(use_found[:, None, None], found, truth)
    stray = chance * (chance > 0.25) * (near == 0)
    borrowed = truth.roll(1, 0)
    borrowed = borrowed.roll(tuple(torch.randint(-40, 41, (2,)).tolist()), (1, 2)) * (truth == 0)
    use_stray = stray.sum((1, 2)) > 12
    none = torch.where(use_stray[:, None, None], stray, borrowed)
    # A borrowed outline that mostly covers the true lesion would be a wrong lesson.
    covers = (borrowed * (near > 0)).sum((1, 2)) > 0.15 * borrowed.sum((1, 2)) + 1
    none = none * (use_stray | ~covers)[:, None, None]
    lesion = lesion * has[:, None, None]
    return torch.cat([lesion, none]), torch.cat([has, torch.zeros_like(has)])


def grown(mask, by):
    """The greatest value within `by` cells, (N, H, W); one axis after the other."""
    wide = F.max_pool2d(mask[:, None], (1, 2 * by + 1), 1, (0, by))
    return F.max_pool2d(wide, (2 * by + 1, 1), 1, (by, 0))[:, 0]


def masked(values, where):
    return (values * where).sum() / where.sum().clamp(min=1)


def region_losses(answers, label, truth, usable, simulated):
    column = {name: label[:, position] for position, name in enumerate(labels.COLUMNS)}
    # A simulated lesion's pathology follows from its recipe: a hint, not evidence.
    trust = torch.where(simulated, 0.2, 1.0)
    sick = column["malignant"].float()
    cross = F.binary_cross_entropy_with_logits(answers["malignancy"][:, 0], sick * 0.94 + 0.03, reduction="none")
    parts = {"malignancy": 0.5 * masked(cross * trust, usable & (sick >= 0))}
    ordinal = label[:, labels.ORDINAL_AT :]
    parts["category"] = 0.15 * several(answers["category"], ordinal, usable)
    parts["detail"] = 0.1 * several(answers["margin_detail"], label[:, labels.DETAIL_AT : labels.ORDINAL_AT], usable)
    upright = orientation(truth)
    column["orientation"] = torch.where(usable, upright, -1)
    for name in ("shape", "margin", "echo", "posterior", "calcifications", "orientation"):
        known = usable & (column[name] >= 0)
        chosen = F.cross_entropy(answers[name], column[name].clamp(min=0), reduction="none", label_smoothing=0.05)
        parts[name] = 0.1 * masked(chosen, known)
    return parts


def several(answers, wanted, usable):
    known = (wanted >= 0) & usable[:, None]
    return masked(F.binary_cross_entropy_with_logits(answers, wanted.clamp(min=0).float(), reduction="none"), known)


def orientation(truth):
    """0 parallel, 1 not parallel: by the direction of the fitted ellipse's long axis, 45 degrees between them."""
    place = torch.arange(128.0)
    total = truth.sum((1, 2)) + 1e-6
    x, y = (truth.sum(1) * place).sum(1) / total, (truth.sum(2) * place).sum(1) / total
    xx = (truth.sum(1) * (place - x[:, None]) ** 2).sum(1) / total
    yy = (truth.sum(2) * (place - y[:, None]) ** 2).sum(1) / total
    return (yy > xx).long()

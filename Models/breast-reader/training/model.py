"""The network: plain 3x3 convolutions, additive pyramid, and a head that judges one region at a time."""
import torch
from torch import nn
from torch.nn import functional as F

import labels
from regions import FEATURES, VECTOR

CHANNELS = (16, 32, 64, 128, 192)
HEADS = {
    "lesion": 1, "malignancy": 1, "category": len(labels.CATEGORY) - 1, "shape": len(labels.SHAPE),
    "orientation": len(labels.ORIENTATION), "margin": len(labels.MARGIN), "margin_detail": len(labels.DETAIL),
    "echo": len(labels.ECHO), "posterior": len(labels.POSTERIOR), "calcifications": len(labels.CALCIFICATIONS),
}


def conv(inputs, outputs, stride=1, kernel=3):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first = conv(channels, channels)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return F.relu(x + self.second(self.first(x)))


class Reader(nn.Module):
    """(N, 1, 256, 256) grey 0...1 -> mask logits (N, 4, 64, 64), features (N, 96, 32, 32), presence (N, 1).

    The four mask channels are the four quarters of each cell, left to right and top to bottom:
    `fine` lays them out as (N, 1, 128, 128).
    """

    def __init__(self):
        super().__init__()
        c2, c4, c8, c16, c32 = CHANNELS
        self.stem = conv(1, c2, 2)
        self.down4 = nn.Sequential(conv(c2, c4, 2), Residual(c4))
        self.down8 = nn.Sequential(conv(c4, c8, 2), Residual(c8), Residual(c8))
        self.down16 = nn.Sequential(conv(c8, c16, 2), Residual(c16), Residual(c16))
        self.down32 = nn.Sequential(conv(c16, c32, 2), Residual(c32))
        self.lateral32 = conv(c32, 96, kernel=1)
        self.lateral16 = conv(c16, 96, kernel=1)
        self.lateral8 = conv(c8, 64, kernel=1)
        self.lateral4 = conv(c4, 48, kernel=1)
        self.smooth16 = conv(96, 64)
        self.smooth8 = conv(64, 64)
        self.narrow = conv(64, 48, kernel=1)
        self.smooth4 = conv(48, 48)
        self.mask = nn.Conv2d(48, 4, 1)
        self.features = conv(64, FEATURES)
        self.presence = nn.Conv2d(c32, 1, 1)

    def forward(self, image):
        s4 = self.down4(self.stem(image))
        s8 = self.down8(s4)
        s16 = self.down16(s8)
        s32 = self.down32(s16)
        y = self.smooth16(self.lateral16(s16) + up(self.lateral32(s32)))
        y = self.smooth8(self.lateral8(s8) + up(y))
        features = self.features(y)
        y = self.smooth4(self.lateral4(s4) + up(self.narrow(y)))
        presence = self.presence(F.adaptive_avg_pool2d(s32, 1)).flatten(1)
        return self.mask(y), features, presence


def fine(mask):
    """Quarters (N, 4, 64, 64) -> (N, 1, 128, 128)."""
    return F.pixel_shuffle(mask, 2)


def up(x):
    return F.interpolate(x, scale_factor=2, mode="nearest")


class RegionHead(nn.Module):
    """(N, VECTOR) -> logits by name."""

    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm1d(VECTOR)
        self.hidden = nn.Sequential(nn.Dropout(0.3), nn.Linear(VECTOR, 128), nn.ReLU(), nn.Dropout(0.3))
        self.heads = nn.ModuleDict({name: nn.Linear(128, width) for name, width in HEADS.items()})

    def forward(self, region):
        hidden = self.hidden(self.norm(region))
        return {name: head(hidden) for name, head in self.heads.items()}

"""Brings an image of any size to the square the network sees. The reader does the same arithmetic."""
import numpy as np


def coverage(source, target):
    """(target, source) weights: each output pixel averages a box max(1, source/target) pixels wide.

    Shrinking this way is area averaging, so speckle does not alias; enlarging, it is bilinear.
    """
    step = source / target
    width = max(1.0, step)
    centre = (np.arange(target) + 0.5) * step
    low, high = centre - width / 2, centre + width / 2
    pixel = np.arange(source)
    overlap = np.minimum(high[:, None], pixel + 1) - np.maximum(low[:, None], pixel)
    weight = np.clip(overlap, 0, None)
    return (weight / weight.sum(1, keepdims=True)).astype(np.float32)


def letterbox(image, side):
    """The image scaled to fit `side`, in the upper left corner, black elsewhere; and its scaled size."""
    height, width = image.shape
    scale = side / max(height, width)
    h, w = max(1, round(height * scale)), max(1, round(width * scale))
    square = np.zeros((side, side), np.float32)
    square[:h, :w] = coverage(height, h) @ image.astype(np.float32) @ coverage(width, w).T
    return square, (h, w)

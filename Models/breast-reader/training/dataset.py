"""Training images in memory, and the batches made of them."""
import os, random

import numpy as np, torch

import augment, labels

# How often an image comes in one epoch: the small sharp set more often than the large one.
REPEATS = {"busbra": 1, "breast": 4, "simulated": 1}


class Images:
    def __init__(self, folder, held=False):
        parts = [np.load(f"{folder}/{name}.npz") for name in ("real", "simulated") if os.path.exists(f"{folder}/{name}.npz")]
        keep = [part["held"] == held for part in parts]
        self.columns = {
            name: np.concatenate([part[name][rows] for part, rows in zip(parts, keep)])
            for name in ("x256", "y256", "x384", "y384", "size", "label", "source", "patient")}

    def __len__(self):
        return len(self.columns["label"])

    def epoch(self, number):
        """Indices of one epoch, shuffled by its number."""
        repeats = [REPEATS[source] for source in self.columns["source"]]
        order = np.repeat(np.arange(len(self)), repeats)
        return np.random.default_rng(number).permutation(order)

    def one(self, index):
        """Image and mask (1, 256, 256), label; a lesion-free window now and then."""
        c = self.columns
        label = c["label"][index]
        matrix = augment.placement(1)[0]
        has_lesion = c["y256"][index].any()
        if has_lesion and random.random() < 0.16:
            window = augment.lesion_free(c["y384"][index], c["size"][index])
            if window is not None:
                matrix, label = window, np.array(labels.UNKNOWN)
        # From the larger copy when it is not shrunk, so that zooming in stays sharp and out does not alias.
        side = 384 if matrix[1, 1].abs() < 0.9 else 256
        image = torch.from_numpy(c[f"x{side}"][index])[None].float() / 255
        mask = torch.from_numpy(c[f"y{side}"][index])[None].float() / 255
        image, mask = augment.move(image, mask, matrix)
        augment.disturb(image)
        return image, mask, torch.from_numpy(np.asarray(label))

    def batch(self, indices):
        images, masks, known = zip(*[self.one(index) for index in indices])
        simulated = torch.from_numpy(self.columns["source"][indices] == "simulated")
        return augment.appearance(torch.stack(images)), torch.stack(masks), torch.stack(known), simulated

"""Writes the trained networks for the engine. Usage: export.py OUT MODEL_DIR.

From OUT/checkpoint.pt (its running average of weights): MODEL_DIR/model.onnx and region.onnx with batch
norms folded into the weights before them, and reference.json, one input made by a formula and what comes
out for it, which every engine must reproduce.
"""
import copy, json, sys

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

import regions
from model import HEADS, fine
from train import Both

OPSET = 17


def trained(out):
    both = Both()
    both.load_state_dict(torch.load(f"{out}/checkpoint.pt")["mean"])
    return both.eval()


def folded(module):
    """The module with every convolution and its batch norm made one convolution."""
    for name, child in module.named_children():
        folded(child)
        if isinstance(child, nn.Sequential) and len(child) > 1 and isinstance(child[1], nn.BatchNorm2d):
            setattr(module, name, nn.Sequential(fuse_conv_bn_eval(child[0], child[1]), *list(child)[2:]))
    return module


class PlainHead(nn.Module):
    """The region head as two matrix products, its normalisation folded into the first."""

    def __init__(self, head):
        super().__init__()
        norm, first = head.norm, copy.deepcopy(head.hidden[1])
        gain = norm.weight / (norm.running_var + norm.eps).sqrt()
        with torch.no_grad():
            first.bias += first.weight @ (norm.bias - norm.running_mean * gain)
            first.weight *= gain
        self.first, self.heads = first, head.heads

    def forward(self, region):
        hidden = torch.relu(self.first(region))
        return tuple(self.heads[name](hidden) for name in HEADS)


def example():
    """A dark ellipse in a bright, striped field: (1, 1, 256, 256), from a formula anyone can repeat."""
    y, x = torch.meshgrid(torch.arange(256.0), torch.arange(256.0), indexing="ij")
    field = 0.45 + 0.1 * ((x * 7 + y * 13) % 32) / 32 - 0.1 * y / 256
    inside = ((x - 120) / 46) ** 2 + ((y - 96) / 28) ** 2 < 1
    return torch.where(inside, 0.12 + 0.05 * ((x * 5 + y * 3) % 16) / 16, field)[None, None]


def weights_of(mask):
    """The ellipse of the example as region weights, so that the region vector does not hang on the mask."""
    y, x = torch.meshgrid(torch.arange(128.0), torch.arange(128.0), indexing="ij")
    inside = ((x + 0.5 - 60) / 23) ** 2 + ((y + 0.5 - 48) / 14) ** 2 < 1
    return inside.float()[None] * 0.9


def sampled(tensor, count=64):
    flat = tensor.flatten()
    step = max(1, len(flat) // count)
    return {"count": len(flat), "step": step, "values": [round(v, 5) for v in flat[::step].tolist()]}


def reference(reader, head):
    image = example()
    mask, features, presence = reader(image)
    vector = regions.vector(features, weights_of(mask), image)
    answers = dict(zip(HEADS, head(vector)))
    return {
        "image": "0.45 + 0.1 ((7x + 13y) mod 32) / 32 - 0.1 y / 256; inside ((x - 120) / 46)^2 + ((y - 96) / 28)^2 < 1: "
                 "0.12 + 0.05 ((5x + 3y) mod 16) / 16",
        "weights": "0.9 where ((x + 0.5 - 60) / 23)^2 + ((y + 0.5 - 48) / 14)^2 < 1, else 0, on 128 x 128",
        "mask": sampled(fine(mask)), "features": sampled(features), "presence": presence.flatten().tolist(),
        "vector": sampled(vector, 300),
        "answers": {name: [round(v, 5) for v in answer.flatten().tolist()] for name, answer in answers.items()},
    }


def main():
    out, folder = sys.argv[1:3]
    both = trained(out)
    reader, head = folded(both.reader), PlainHead(both.head).eval()
    with torch.no_grad():
        torch.onnx.export(
            reader, example(), f"{folder}/model.onnx", dynamo=False, opset_version=OPSET,
            input_names=["image"], output_names=["mask", "features", "presence"])
        torch.onnx.export(
            head, torch.zeros(1, regions.VECTOR), f"{folder}/region.onnx", dynamo=False, opset_version=OPSET,
            input_names=["region"], output_names=list(HEADS),
            dynamic_axes={name: {0: "regions"} for name in ["region", *HEADS]})
        with open(f"{folder}/reference.json", "w") as file:
            json.dump(reference(reader, head), file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()

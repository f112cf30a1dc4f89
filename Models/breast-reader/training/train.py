"""Trains the reader. Usage: train.py OUT [--epochs N] [--processes N]. Continues from OUT/checkpoint.pt.

OUT holds real.npz and, when there, simulated.npz (prepare.py). Seeds are fixed; after each epoch the
weights, their running average and the optimiser are saved, so that a stopped run goes on where it was.
Each process takes its share of every batch on one thread and they average gradients: on a busy machine
that is much faster than many threads inside one operator.
"""
import argparse, copy, json, math, os, random, time

import torch
from torch import distributed, nn
from tqdm import tqdm

from dataset import Images
from losses import losses
from model import Reader, RegionHead

BATCH = 24
PEAK = 2e-3


class Both(nn.Module):
    def __init__(self):
        super().__init__()
        self.reader, self.head = Reader(), RegionHead()


def rate(progress):
    """Warms up over a twentieth, then falls along half a cosine."""
    return PEAK * min(progress / 0.05, 0.5 * (1 + math.cos(math.pi * progress)) + 1e-3)


def average(mean, model, step):
    decay = min(0.998, (1 + step) / (10 + step))
    with torch.no_grad():
        for a, b in zip(mean.state_dict().values(), model.state_dict().values()):
            a.mul_(decay).add_(b, alpha=1 - decay) if a.dtype.is_floating_point else a.copy_(b)


def share_gradients(model, processes):
    if processes == 1:
        return
    gradients = [p.grad for p in model.parameters()]
    flat = torch.cat([g.flatten() for g in gradients])
    distributed.all_reduce(flat)
    flat /= processes
    for gradient, piece in zip(gradients, flat.split([g.numel() for g in gradients])):
        gradient.copy_(piece.view_as(gradient))


class Run:
    def __init__(self, rank, options):
        self.rank, self.options = rank, options
        torch.manual_seed(0)
        self.model, self.mean = Both(), None
        self.mean = copy.deepcopy(self.model).eval()
        self.model = self.model.to(memory_format=torch.channels_last)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), PEAK, weight_decay=2e-2)
        self.epoch = self.step = 0
        self.path = f"{options.out}/checkpoint.pt"
        if os.path.exists(self.path):
            self.load(torch.load(self.path))
        self.images = Images(options.out)

    def load(self, saved):
        self.model.load_state_dict(saved["model"]), self.mean.load_state_dict(saved["mean"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.epoch, self.step = saved["epoch"], saved["step"]

    def save(self):
        parts = {"model": self.model, "mean": self.mean, "optimiser": self.optimiser}
        state = {name: part.state_dict() for name, part in parts.items()}
        torch.save({**state, "epoch": self.epoch, "step": self.step}, self.path + ".new")
        os.replace(self.path + ".new", self.path)

    def one_epoch(self):
        processes, begun, totals = self.options.processes, time.time(), {}
        torch.manual_seed(1000 * self.epoch + self.rank), random.seed(1000 * self.epoch + self.rank)
        order = self.images.epoch(self.epoch)
        batches = [order[i : i + BATCH] for i in range(0, len(order) - BATCH + 1, BATCH)]
        self.model.train()
        bar = tqdm(batches, desc=f"epoch {self.epoch}", mininterval=20, disable=self.rank > 0)
        for number, batch in enumerate(bar):
            for group in self.optimiser.param_groups:
                group["lr"] = rate((self.epoch + number / len(batches)) / self.options.epochs)
            parts = losses(self.model, *self.images.batch(batch[self.rank :: processes]))
            self.optimiser.zero_grad(set_to_none=False)
            sum(parts.values()).backward()
            share_gradients(self.model, processes)
            nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
            self.optimiser.step()
            self.step += 1
            average(self.mean, self.model, self.step)
            for name, part in parts.items():
                totals[name] = totals.get(name, 0) + part.item() / len(batches)
        self.epoch += 1
        return {"epoch": self.epoch, "seconds": round(time.time() - begun), **{k: round(v, 4) for k, v in totals.items()}}


def work(rank, options):
    torch.set_num_threads(1)
    if options.processes > 1:
        meeting = f"file://{os.path.abspath(options.out)}/meeting"
        distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=options.processes)
    run = Run(rank, options)
    while run.epoch < options.epochs:
        report = run.one_epoch()
        if rank == 0:
            run.save()
            print(json.dumps(report), flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("out")
    arguments.add_argument("--epochs", type=int, default=64)
    arguments.add_argument("--processes", type=int, default=2)
    options = arguments.parse_args()
    if os.path.exists(f"{options.out}/meeting"):
        os.remove(f"{options.out}/meeting")
    if options.processes == 1:
        work(0, options)
    else:
        torch.multiprocessing.spawn(work, (options,), nprocs=options.processes)


if __name__ == "__main__":
    main()

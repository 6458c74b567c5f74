"""Training loops that dl-lab's worker is compared with.

    python benchmarks/loops.py LOOP MODEL EPOCHS THREADS

THREADS 0 leaves torch's own number.

All train the same network on the same 10,000 MNIST images in batches of 64 with Adam, and print the seconds of each
epoch (training alone) as a JSON list, then the last loss on stderr.

- plain: the loop of PyTorch's own quickstart tutorial, a DataLoader over a TensorDataset.
- tuned: the fastest that one can write by hand: one shuffle an epoch, batches as views, fused optimizer, no value read
  back before the end of an epoch.
- skorch, lightning: the same by these libraries, with logging, progress bars and checkpoints off.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from tui_lab.data import load

BATCH, LR, DROPOUT = 64, 1e-3, 0.2


def make_model(kind: str) -> nn.Sequential:
    """The MLP 784-128-10, or the CNN 16-32, both with dropout."""
    torch.manual_seed(0)
    if kind == "mlp":
        return nn.Sequential(
            nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Dropout(DROPOUT), nn.Linear(128, 10)
        )  # fmt: skip
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Dropout(DROPOUT), nn.Linear(32 * 7 * 7, 10),
    )  # fmt: skip


def plain(model: nn.Module, x: Tensor, y: Tensor, epochs: int) -> list[float]:
    """The tutorial's loop."""
    loader = DataLoader(TensorDataset(x, y), batch_size=BATCH, shuffle=True)
    loss_fn, optimizer, taken = nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), lr=LR), []
    for _ in range(epochs):
        started, total = time.perf_counter(), 0.0
        for inputs, targets in loader:
            loss = loss_fn(model(inputs), targets)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item()
        taken.append(time.perf_counter() - started)
    return taken


def tuned(model: nn.Module, x: Tensor, y: Tensor, epochs: int) -> list[float]:
    """As fast as by hand."""
    optimizer, taken = torch.optim.Adam(model.parameters(), lr=LR, fused=True), []
    for _ in range(epochs):
        started, losses = time.perf_counter(), []
        order = torch.randperm(len(y))
        for inputs, targets in zip(x[order].split(BATCH), y[order].split(BATCH), strict=True):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
        torch.stack(losses).mean().item()
        taken.append(time.perf_counter() - started)
    return taken


def skorch(model: nn.Module, x: Tensor, y: Tensor, epochs: int) -> list[float]:
    """skorch's NeuralNetClassifier."""
    from skorch import NeuralNetClassifier

    net = NeuralNetClassifier(
        model, criterion=nn.CrossEntropyLoss, optimizer=torch.optim.Adam, lr=LR, batch_size=BATCH, max_epochs=epochs,
        train_split=None, iterator_train__shuffle=True, verbose=0,
    )  # fmt: skip
    net.fit(x, y)
    return [float(seconds) for seconds in net.history[:, "dur"]]


def lightning(model: nn.Module, x: Tensor, y: Tensor, epochs: int) -> list[float]:
    """Lightning's Trainer."""
    import lightning as L

    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore")
    taken: list[float] = []

    class Module(L.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.net = model

        def training_step(self, batch: list[Tensor], _: int) -> Tensor:
            return nn.functional.cross_entropy(self.net(batch[0]), batch[1])

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.Adam(self.parameters(), lr=LR)

        def on_train_epoch_start(self) -> None:
            self.started = time.perf_counter()

        def on_train_epoch_end(self) -> None:
            taken.append(time.perf_counter() - self.started)

    trainer = L.Trainer(
        max_epochs=epochs, accelerator="cpu", logger=False, enable_checkpointing=False, enable_progress_bar=False,
        enable_model_summary=False,
    )  # fmt: skip
    trainer.fit(Module(), DataLoader(TensorDataset(x, y), batch_size=BATCH, shuffle=True))
    return taken


LOOPS = {"plain": plain, "tuned": tuned, "skorch": skorch, "lightning": lightning}


def main() -> None:
    """Run one loop."""
    loop, kind, epochs, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if threads:
        torch.set_num_threads(threads)
    x, y = load("mnist").train.tensors(flat=False)
    model = make_model(kind)
    print(json.dumps(LOOPS[loop](model, x, y, epochs)))
    with torch.no_grad():
        print(float(nn.functional.cross_entropy(model.eval()(x), y)), file=sys.stderr)


if __name__ == "__main__":
    main()

"""CNN on mnist, as dl-lab trains it: plain PyTorch, and nothing hidden.

Needs: numpy, torch.
Where mnist.npz isn't in the folder below, give its folder as an argument.
Prints the losses that dl-lab records on the CPU with the same number of threads.
"""

import math
import sys
import zlib
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

DATASETS = Path(sys.argv[1] if len(sys.argv) > 1 else "datasets")
EPOCHS = 3
BATCH_SIZE = 64
LR = 0.001
SEED = 0
torch.set_num_threads(1)  # more threads add up in another order: the last digits change


# ---- Data ----


def shuffled(n, seed):
    """0 to n - 1 in a random order that is the same on every machine and in every version."""
    return np.argsort(np.random.PCG64(seed).random_raw(n), kind="stable")


def take(rows, n):
    """Take n rows and give the rest too; each class gives its share."""
    own = labels[rows]
    classes, counts = np.unique(own, return_counts=True)
    exact = n * counts / len(rows)
    share = np.floor(exact).astype(int)
    share[np.argsort(share - exact, kind="stable")[: n - share.sum()]] += 1  # what rounding down left over
    chosen = np.zeros(len(rows), dtype=bool)
    for label, count in zip(classes, share, strict=True):
        chosen[np.flatnonzero(own == label)[:count]] = True
    return rows[chosen], rows[~chosen]


with np.load(DATASETS / "mnist.npz") as file:
    images, labels = file["x_train"], file["y_train"].astype(int)
    test_images, test_labels = file["x_test"], file["y_test"].astype(int)

# Learn from train, choose by validation, look at test once.
validation, train = take(shuffled(len(labels), seed=0), 2000)

# Measured on the training images alone: nothing may be learned from the others.
mean, std = images[train].mean() / 255, images[train].std() / 255


def tensors(images, labels):
    """Pixels from 0..255 to mean 0 and deviation 1, with a channel; labels beside them."""
    return (torch.tensor(images, dtype=torch.float32)[:, None] / 255 - mean) / std, torch.tensor(labels)


x_train, y_train = tensors(images[train], labels[train])
x_val, y_val = tensors(images[validation], labels[validation])
x_test, y_test = tensors(test_images, test_labels)

# ---- Network ----


class Net(nn.Module):
    """From 1 x 28 x 28 values to logits."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, kernel_size=3, padding="same")
        self.conv2 = nn.Conv2d(16, 32, kernel_size=3, padding="same")
        self.dropout = nn.Dropout(0.3)
        self.output = nn.Linear(1568, 10)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = F.max_pool2d(x, 2)  # 16 x 14 x 14
        x = F.relu(self.conv2(x))
        x = F.max_pool2d(x, 2)  # 32 x 7 x 7
        x = x.flatten(1)  # 1568
        x = self.dropout(x)
        return self.output(x)


model = Net()
# Each layer draws from a stream of its own: one layer more doesn't change the others' weights.
for name, layer in model.named_modules():
    if isinstance(layer, (nn.Conv2d, nn.Linear)):
        stream = torch.Generator().manual_seed(SEED + zlib.crc32(f"{name}.weight".encode()))
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=stream)
        nn.init.zeros_(layer.bias)
torch.manual_seed(SEED)  # for dropout

# ---- Training ----
steps_per_epoch = math.ceil(len(x_train) / BATCH_SIZE)
optimizer = torch.optim.Adam(model.parameters(), lr=LR, fused=True)
scheduler = torch.optim.lr_scheduler.OneCycleLR(
    optimizer, max_lr=LR, total_steps=EPOCHS * steps_per_epoch, cycle_momentum=False
)


@torch.inference_mode()
def evaluate(model, x, y):
    """Loss, and the share of samples that are told right."""
    model.eval()  # dropout off
    logits = torch.cat([model(part) for part in x.split(1024)])  # in portions, to spare memory
    loss = F.cross_entropy(logits, y).item()
    return loss, (logits.argmax(1) == y).double().mean().item()


shuffle = torch.Generator().manual_seed(SEED)  # the order of the samples

for epoch in range(1, EPOCHS + 1):
    model.train()
    loss_sum, hits = 0.0, 0
    order = torch.randperm(len(x_train), generator=shuffle)
    batches = zip(x_train[order].split(BATCH_SIZE), y_train[order].split(BATCH_SIZE), strict=True)
    for inputs, targets in batches:
        optimizer.zero_grad()
        logits = model(inputs)
        loss = F.cross_entropy(logits, targets)
        loss.backward()
        optimizer.step()
        scheduler.step()
        loss_sum += loss.item() * len(targets)
        hits += (logits.argmax(1) == targets).sum().item()
    train_loss, train_accuracy = loss_sum / len(order), hits / len(order)
    val_loss, val_accuracy = evaluate(model, x_val, y_val)
    print(
        f"epoch {epoch}  train loss {train_loss:.7f}  accuracy {train_accuracy:.7f}"
        f"  validation loss {val_loss:.7f}  accuracy {val_accuracy:.7f}"
    )

test_loss, test_accuracy = evaluate(model, x_test, y_test)
print(f"test loss {test_loss:.7f}  accuracy {test_accuracy:.7f}")

"""The figures of the lesson: a 784-128-10 network on MNIST, untrained and after two epochs of Adam."""

import torch
import torch.nn.functional as F
from torch import nn

from tui_lab.content.evidence import evidence
from tui_lab.data import load

torch.set_num_threads(1)  # sums, and so the last digits, depend on it
digits = load("mnist")


def accuracy(model):
    x, y = digits.validation.tensors()
    with torch.no_grad():
        return float((model(x).argmax(1) == y).float().mean())


def new_model(seed):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))


@evidence(
    says={
        "en": "between {min:.0%} and {max:.0%}. The network answers",
        "vi": "tỉ lệ đúng là từ {min:.0%} đến {max:.0%}",
    },
    holds=lambda share: 0.04 < share < 0.2,
)
def untrained(seed):
    return accuracy(new_model(seed))


@evidence(
    says={"en": "{min:.0%} to {max:.0%} of the pictures", "vi": "từ {min:.0%} đến {max:.0%} số ảnh"},
    holds=lambda share: share > 0.9,
)
def two_epochs(seed):
    model = new_model(seed)
    x, y = digits.train.tensors()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(2):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(model(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return accuracy(model)

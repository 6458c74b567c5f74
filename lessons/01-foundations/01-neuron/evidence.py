"""The figures of the lesson: one neuron taught by Rosenblatt's rule on two digits, in five orders of the pictures."""

import numpy as np

from tui_lab.content.evidence import evidence
from tui_lab.data import load

digits = load("mnist")


def pair(first, second, part):
    x, y = (t.numpy() for t in part.tensors())
    chosen = (y == first) | (y == second)
    return x[chosen], np.where(y[chosen] == second, 1, -1)


def train(first, second, epochs, seed):
    """Updates in each epoch, and the accuracy on validation after each."""
    X, y = pair(first, second, digits.train)
    X_val, y_val = pair(first, second, digits.validation)
    order = np.random.default_rng(seed)
    w, b, counts, accuracies = np.zeros(784), 0, [], []
    for _ in range(epochs):
        updates = 0
        for i in order.permutation(len(y)):
            if y[i] * (w @ X[i] + b) <= 0:
                w, b, updates = w + y[i] * X[i], b + y[i], updates + 1
        counts.append(updates)
        accuracies.append(float(((X_val @ w + b > 0) == (y_val > 0)).mean()))
    return counts, accuracies


@evidence(
    says={
        "en": "between {min_updates:.0f} and {max_updates:.0f} updates in all",
        "vi": "từ {min_updates:.0f} đến {max_updates:.0f} lần cập nhật",
    },
    holds=lambda run: run["updates"] < 25 and run["last"] == 0,
)
def zeros_and_ones(seed):
    counts, accuracies = train(0, 1, 5, seed)
    return {"updates": sum(counts), "last": counts[-1], "accuracy": accuracies[-1]}


@evidence(
    says={
        "en": "between {min:.1%} and {max:.1%} on pictures it never saw",
        "vi": "từ {min:.1%} đến {max:.1%} trên những bức ảnh nó chưa từng thấy",
    },
    holds=lambda accuracy: accuracy > 0.99,
)
def zeros_and_ones_validation(seed):
    return train(0, 1, 5, seed)[1][-1]


@evidence(
    says={
        "en": "between {min_lowest:.0%} and {max_highest:.0%}",
        "vi": "trong khoảng từ {min_lowest:.0%} đến {max_highest:.0%}",
    },
    holds=lambda run: run["updates"] > 0 and run["highest"] - run["lowest"] > 0.03,
)
def threes_and_fives(seed):
    counts, accuracies = train(3, 5, 20, seed)
    return {"updates": counts[-1], "lowest": min(accuracies), "highest": max(accuracies), "last": accuracies[-1]}

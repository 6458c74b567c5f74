"""Checks of `one-node`: what arrives is g = -3, the inputs are 2 and 5.

    answer               add (-3, -3)     multiply (-15, -6)     relu at 2: -3, at -2: 0
    halves, shares out   (-1.5, -1.5)
    g left out           (1, 1)           (5, 2)                 1
    own value            (-6, -15)        (-6, -15)              -6
    value of the node                     (-30, -30)
    max(0, g)                                                    0, and with g = 4 at -2: 4
    max(0, g·z)                                                  0, and with g = 4 at 2: 8
    open where g·z > 0                                           -3 at -2, and with g = 4 at -2: 0
    lets all through                                             -3 at -2
"""

import numpy as np

from tui_lab.content.checks import Fail, check

G, A, B = -3.0, 2.0, 5.0


def pair(got, name):
    """Two numbers, strictly."""
    try:
        value = np.asarray(got, dtype=float)
    except (TypeError, ValueError):
        raise Fail("no-pair", name=name, got=str(got)[:40]) from None
    if value.shape != (2,):
        raise Fail("no-pair", name=name, got=str(got)[:40])
    return value


def near(got, want):
    return np.allclose(got, want, rtol=1e-9, atol=1e-12)


def explain(got, want, known, other, name):
    if near(got, want):
        return
    for key, mutant in known.items():
        if near(got, mutant):
            raise Fail(key, first=float(got[0]), second=float(got[1]))
    raise Fail(other, name=name, first=float(got[0]), second=float(got[1]), a=float(want[0]), b=float(want[1]))


@check("add")
def add_copies(answer):
    got = pair(answer.add_back(G, A, B), "add_back")
    known = {"zero": (0, 0), "add-halves": (G / 2, G / 2), "add-alone": (1, 1), "add-scales": (G * A, G * B)}
    known["add-swaps"] = (G * B, G * A)
    explain(got, (G, G), known, "pair", "add_back")


@check("multiply")
def multiply_swaps(answer):
    got = pair(answer.multiply_back(G, A, B), "multiply_back")
    known = {
        "zero": (0, 0),
        "not-swapped": (G * A, G * B),
        "multiply-alone": (B, A),
        "whole-product": (G * A * B, G * A * B),
        "multiply-copies": (G, G),
    }
    explain(got, (G * B, G * A), known, "pair", "multiply_back")


@check("relu")
def relu_lets_through_or_blocks(answer):
    got = []
    for g, z in ((-3.0, 2.0), (-3.0, -2.0), (4.0, 2.0), (4.0, -2.0)):
        value = answer.relu_back(g, z)
        if np.shape(value) != ():
            raise Fail("no-number", got=str(value)[:40])
        got.append(float(value))
    if near(got, (-3, 0, 4, 0)):
        return
    known = {
        "relu-zero": (0, 0, 0, 0),
        "relu-of-gradient": (0, 0, 4, 4),
        "relu-open": (-3, -3, 4, 4),
        "relu-alone": (1, 0, 1, 0),
        "relu-value": (-6, 0, 8, 0),
        "relu-turned": (0, -3, 0, 4),
        "relu-product": (0, -3, 4, 0),
        "relu-again": (0, 6, 8, 0),
    }
    for key, mutant in known.items():
        if near(got, mutant):
            raise Fail(key)
    wrong = [not near(one, want) for one, want in zip(got, (-3, 0, 4, 0))].index(True)
    g, z, want = ((-3.0, 2.0, -3.0), (-3.0, -2.0, 0.0), (4.0, 2.0, 4.0), (4.0, -2.0, 0.0))[wrong]
    raise Fail("relu", g=g, z=z, got=got[wrong], want=want)


@check("other-numbers")
def other_numbers(answer):
    for g, a, b in ((0.5, -1.5, 4.0), (2.0, 0.0, -7.0), (-0.25, 3.0, 3.0)):
        explain(pair(answer.add_back(g, a, b), "add_back"), (g, g), {}, "pair", "add_back")
        got = pair(answer.multiply_back(g, a, b), "multiply_back")
        explain(got, (g * b, g * a), {}, "pair", "multiply_back")

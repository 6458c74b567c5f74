"""Checks of `registered`: what the module knows of itself, and what its layers make of a batch.

    answer                          4-8-8-1           4-8-8-8-1   forward on 4-8-8-8-1
    right                           121               193
    all layers in a Python list     0                             list
    hidden ones in a Python list    9                             list
    plain tensors                   0                             tensors
    one 8x8 layer used twice        121               121         shared: 8-8 has 72, counted once
    without biases                  104                           no-bias
    last layer not made             112                           last-missing
    nn.Linear(out, in)              124                           in-and-out
    layers only in a local name     0                             nothing
    the ModuleList itself called    121               193         list-called: it has no forward
    ReLU after the last too         121               193         relu(right), nothing below 0
    no ReLU                         121               193         layer after layer, linear
    ReLU before each layer          121               193         relu(x) at the start
    ReLU after the first alone      121               193
    last layer left out             121               193         shape (6, 8)
"""

import torch
import torch.nn.functional as F
from torch import nn

from tui_lab.content.checks import Fail, check


def build(answer, sizes):
    try:
        model = answer.Network(list(sizes))
    except AttributeError as error:
        if "__init__" in str(error):  # "cannot assign module before Module.__init__() call"
            raise Fail("no-super") from None
        raise
    if not isinstance(model, nn.Module):
        raise Fail("no-module", kind=type(model).__name__)
    return model


def size(model):
    return sum(p.numel() for p in model.parameters())


def unregistered(model):
    """The learner's own attributes, and what the Python lists, tuples and dicts among them hold."""
    found = []
    for name, value in vars(model).items():
        if name in ("_parameters", "_modules", "_buffers"):
            continue
        if isinstance(value, dict):
            found += value.values()
        elif isinstance(value, list | tuple):
            found += value
        else:
            found.append(value)
    return found


def check_size(model, sizes):
    pairs = list(zip(sizes, sizes[1:], strict=False))
    want = sum(k * (n + 1) for n, k in pairs)
    got = size(model)
    if got == want:
        return
    numbers = {"sizes": "-".join(map(str, sizes)), "got": got, "want": want}
    known = {id(module) for module in model.modules()}
    kept = unregistered(model)
    if any(isinstance(each, nn.Module) and id(each) not in known for each in kept):
        raise Fail("list", **numbers)
    if any(isinstance(each, torch.Tensor) for each in kept):
        raise Fail("tensors", **numbers)
    fingerprints = {
        "no-bias": sum(k * n for n, k in pairs),
        "last-missing": want - pairs[-1][1] * (pairs[-1][0] + 1),
        "in-and-out": sum(n * (k + 1) for n, k in pairs),
        "nothing": 0,
    }
    for key, fingerprint in fingerprints.items():
        if got == fingerprint and sizes == (4, 8, 8, 1):
            raise Fail(key, **numbers)
    if got == 9 and sizes == (4, 8, 8, 1):
        raise Fail("only-last", **numbers)
    if sizes == (4, 8, 8, 8, 1) and got == 121:
        raise Fail("shared", **numbers)
    raise Fail("count", **numbers)


def linears(model, sizes):
    """The layers in the order in which they were registered, each with its bias."""
    check_size(model, sizes)
    found = [module for module in model.modules() if isinstance(module, nn.Linear)]
    shapes = [(layer.in_features, layer.out_features) for layer in found]
    if shapes != list(zip(sizes, sizes[1:], strict=False)):
        raise Fail("layers", got=", ".join(f"{n} to {k}" for n, k in shapes) or "none")
    return found


def through(layers, x, after):
    """Layer after layer; `after` says of each number whether a ReLU follows it."""
    for i, layer in enumerate(layers):
        x = layer(x)
        x = F.relu(x) if after(i) else x
    return x


@check("registered")
def knows_its_parameters(answer):
    check_size(build(answer, (4, 8, 8, 1)), (4, 8, 8, 1))


@check("deeper")
def other_depths(answer):
    for sizes in ((4, 8, 8, 8, 1), (5, 3), (3, 7, 6, 2)):
        linears(build(answer, sizes), sizes)


@check("forward")
def gives_what_its_layers_give(answer):
    for sizes in ((4, 8, 8, 8, 1), (3, 7, 6, 2), (5, 3)):
        torch.manual_seed(0)
        model = build(answer, sizes)
        layers = linears(model, sizes)
        for layer in layers:
            nn.init.normal_(layer.weight)
            nn.init.normal_(layer.bias)
        x = torch.randn(6, sizes[0])
        last = len(layers) - 1
        with torch.no_grad():
            try:
                got = model(x.clone())
            except NotImplementedError as error:
                raise Fail("list-called" if "ModuleList" in str(error) else "no-forward") from None
            want = through(layers, x, lambda i: i < last)
            compare(got, want, layers, x)


def compare(got, want, layers, x):
    if not isinstance(got, torch.Tensor):
        raise Fail("no-tensor", kind=type(got).__name__)
    last = len(layers) - 1
    known = {
        "untouched": x,
        "last-forgotten": through(layers[:-1], x, lambda i: True),
        "last-activated": F.relu(want),
        "never-activated": through(layers, x, lambda i: False),
        "input-activated": through(layers, F.relu(x), lambda i: i < last),
        "one-activation": through(layers, x, lambda i: i == 0),
    }
    if got.shape == want.shape and torch.allclose(got, want, rtol=1e-4, atol=1e-5):
        return
    for key, mutant in known.items():
        if got.shape == mutant.shape and torch.allclose(got, mutant, rtol=1e-4, atol=1e-5):
            raise Fail(key, got=str(tuple(got.shape)), want=str(tuple(want.shape)))
    if got.shape != want.shape:
        raise Fail("shape", got=str(tuple(got.shape)), want=str(tuple(want.shape)))
    raise Fail("other", got=float(got.flatten()[0]), want=float(want.flatten()[0]))


@check("all-move")
def one_step_moves_all(answer):
    torch.manual_seed(0)
    model = build(answer, (4, 8, 8, 1))
    layers = linears(model, (4, 8, 8, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    before = [layer.weight.detach().clone() for layer in layers]
    model(torch.randn(32, 4)).square().mean().backward()
    optimizer.step()
    for i, (layer, old) in enumerate(zip(layers, before, strict=True), start=1):
        if torch.equal(layer.weight, old):
            raise Fail("stands-still", layer=i)

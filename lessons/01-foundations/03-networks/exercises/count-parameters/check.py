"""Checks of `count-parameters`. Right, run: 784-128-10 has 101,770, 4-8-8-1 has 121.

    answer                     784-128-10    4-8-8-1
    biases left out              101,632        104
    outputs without biases       101,760        120
    product of all sizes       1,003,520        256
    inputs with biases too       102,554        125
    one bias a layer             101,634        107
    n (k + 1)                    102,544        124
    sum of the sizes                 922         21
    each edge at both ends       203,402        225
    last layer left out          100,480        112
    (n + 1)(k + 1)               102,684        135
    two layers whatever comes    101,770         49   only depth tells it: fixed-depth
"""

from numbers import Integral

from tui_lab.content.checks import Fail, check


def right(sizes):
    return sum(k * (n + 1) for n, k in zip(sizes, sizes[1:]))


def mutants(sizes):
    """What usual mistakes give, by the key of their hint."""
    pairs = list(zip(sizes, sizes[1:]))
    weights = sum(n * k for n, k in pairs)
    product = 1
    for size in sizes:
        product *= size
    return {
        "no-bias": weights,
        "output-bias": right(sizes) - sizes[-1],
        "product": product,
        "input-bias": weights + sum(sizes),
        "bias-a-layer": weights + len(pairs),
        "wrong-side": sum(n * (k + 1) for n, k in pairs),
        "neurons": sum(sizes),
        "both-sides": sum((n + 1) * (k + 1) for n, k in pairs),
        "twice": 2 * weights + sum(sizes[1:]),
        "twice-no-bias": 2 * weights,
        "last-layer": right(sizes[:-1]),
    }


def count(answer, sizes):
    try:
        got = answer.count_parameters(list(sizes))
    except IndexError:
        raise Fail("past-end") from None
    if isinstance(got, bool) or not isinstance(got, Integral):
        raise Fail("no-number", kind=type(got).__name__)
    return int(got)


def compare(got, sizes):
    want = right(sizes)
    if got == want:
        return
    numbers = {"sizes": "-".join(map(str, sizes)), "got": f"{got:,}", "want": f"{want:,}"}
    for key, mutant in mutants(sizes).items():
        if got == mutant:
            raise Fail(key.removesuffix("-no-bias") if key == "twice-no-bias" else key, **numbers)
    raise Fail("other", **numbers)


@check("digits")
def one_hidden_layer(answer):
    got = count(answer, [784, 128, 10])
    if got == 0:
        raise Fail("zero")
    compare(got, [784, 128, 10])


@check("deeper")
def two_hidden_layers(answer):
    try:
        got = count(answer, [4, 8, 8, 1])
    except ValueError as error:
        raise Fail("raises", error=str(error)[:120]) from None
    if got == 8 * 5 + 1 * 9:
        raise Fail("fixed-depth", got=got, want=121)
    compare(got, [4, 8, 8, 1])


@check("any-depth")
def other_depths(answer):
    for sizes in ([3, 1], [1, 1], [5, 7, 6, 3, 2], [2, 16, 16, 1], [2, 84, 1]):
        compare(count(answer, sizes), sizes)

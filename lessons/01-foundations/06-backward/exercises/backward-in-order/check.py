"""Checks of `backward-in-order`, on graphs of our own: whatever `Value` the kernel has doesn't matter.

    chain    f = 5·(3x)                     x 15
    square   f = a·a at a = 3               a 6
    diamond  h = 2x, u = 6h, f = h + u      h 7, x 14; built both ways round, f = u + h

    answer                        seen
    grad =                        a 3 in the square
    no 1 at the root              all 0
    only the root's parents       the first gradient is right, x is 0
    rate left out                 x 1 in the chain; what arrived left out: x 3
    dict(parents)                 a 3 in the square, but 5 in a·b + a, where `grad =` has 1 or 4
    whole grad at each arrival    x 16 in one order, 26 in the other
    breadth first, or depth       x 2 in one order, and right in the other by luck: h happens to
      first on the way down       come after u
    parents first, not reversed   x 0
    cleared after sending         x 15 in the chain, root and middle 0
    one call for each path        right numbers; 40 doublings would be 2^41 calls: ended after 20,000 reads
    grad of the middle kept       second call: x 54 for 28, h 20 for 7; all cleared: x 14
"""

from tui_lab.content.checks import Fail, check

DOUBLINGS = 40
MOST_READS = 20_000
"""An answer that visits each node once reads the parents of one a handful of times."""


class Node:
    """A value as in the lesson, that notes how often its parents were asked for."""

    reads = 0

    def __init__(self, data, *parents):
        self.data, self.grad, self._parents = data, 0.0, parents

    @property
    def parents(self):
        Node.reads += 1
        if Node.reads > MOST_READS:
            raise Fail("paths", reads=MOST_READS, doublings=DOUBLINGS)
        return self._parents


def scaled(node, factor):
    return Node(node.data * factor, (node, factor))


def added(a, b):
    return Node(a.data + b.data, (a, 1.0), (b, 1.0))


def multiplied(a, b):
    return Node(a.data * b.data, (a, b.data), (b, a.data))


def run(answer, root):
    Node.reads = 0
    answer.backward(root)


def near(got, want):
    return abs(got - want) <= 1e-9 * max(1.0, abs(want))


def diamond(turned):
    x = Node(0.5)
    h = scaled(x, 2.0)
    u = scaled(h, 6.0)
    return x, h, u, added(u, h) if turned else added(h, u)


@check("chain")
def chain(answer):
    x = Node(2.0)
    middle = scaled(x, 3.0)
    root = scaled(middle, 5.0)
    run(answer, root)
    if near(root.grad, 1) and near(middle.grad, 5) and near(x.grad, 15):
        return
    if not (root.grad or middle.grad or x.grad):
        raise Fail("no-seed")
    if near(x.grad, 15) and root.grad == middle.grad == 0:
        raise Fail("cleared", got=x.grad)
    if not near(root.grad, 1):
        raise Fail("root", got=root.grad)
    if near(middle.grad, 1) and near(x.grad, 1):
        raise Fail("rates-missing", got=x.grad)
    if near(middle.grad, 5) and near(x.grad, 3):
        raise Fail("arriving-missing", got=x.grad)
    if near(middle.grad, 5) and x.grad == 0:
        # Either the walk ends at the root's parents, or it goes parents first: each sends before anything came in.
        raise Fail("reading-order" if visits_all(answer) else "stops")
    raise Fail("chain", middle=middle.grad, x=x.grad)


def visits_all(answer):
    """Whether the answer asks the first value of a chain for its parents at all."""
    asked = []

    class Asked(Node):
        @property
        def parents(self):
            asked.append(self)
            return ()

    x = Asked(2.0)
    run(answer, scaled(scaled(x, 3.0), 5.0))
    return bool(asked)


@check("used-twice")
def used_twice(answer):
    a, b = Node(3.0), Node(4.0)
    run(answer, added(multiplied(a, b), a))
    square_of = Node(3.0)
    run(answer, multiplied(square_of, square_of))
    if near(a.grad, 5) and near(b.grad, 3) and near(square_of.grad, 6):
        return
    if near(a.grad, 5) and near(square_of.grad, 3):
        raise Fail("merged", got=square_of.grad)
    if near(square_of.grad, 3):
        raise Fail("overwritten", got=square_of.grad)
    raise Fail("used-twice", got=a.grad, square=square_of.grad)


@check("diamond")
def diamonds(answer):
    found = []
    for turned in (False, True):
        x, h, u, root = diamond(turned)
        run(answer, root)
        found.append((x.grad, h.grad, u.grad))
    if all(near(x, 14) and near(h, 7) and near(u, 1) for x, h, u in found):
        return
    first, second = found[0][0], found[1][0]
    numbers = {"first": first, "second": second}
    if first > 14 or second > 14:
        raise Fail("sent-again", **numbers)
    if {first, second} <= {2.0, 12.0, 14.0}:
        raise Fail("too-early", **numbers)
    if near(first, 14) and near(second, 14):
        raise Fail("middle", h=found[0][1], u=found[0][2])
    raise Fail("diamond", **numbers)


@check("many-paths")
def many_paths(answer):
    x = top = Node(1.0)
    for _ in range(DOUBLINGS):
        top = added(top, top)
    run(answer, top)
    if not near(x.grad, 2.0**DOUBLINGS):
        raise Fail("many-paths", got=x.grad, want=2.0**DOUBLINGS, doublings=DOUBLINGS)


@check("called-twice")
def called_twice(answer):
    x, h, _, root = diamond(False)
    run(answer, root)
    once = x.grad
    run(answer, root)
    if near(x.grad, 28) and near(h.grad, 7):
        return
    if near(once, 14) and near(x.grad, 14):
        raise Fail("forgets", got=x.grad)
    if near(h.grad, 7):
        raise Fail("called-twice", got=x.grad)
    raise Fail("stale", got=x.grad, h=h.grad)


@check("two-losses")
def two_losses(answer):
    """One weight in two graphs, as in two batches."""
    w = Node(1.5)
    first, second = scaled(w, 2.0), multiplied(w, w)
    run(answer, first)
    run(answer, scaled(second, 10.0))
    if not near(w.grad, 32):
        raise Fail("two-losses", got=w.grad)

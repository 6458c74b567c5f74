"""Checks of `central-difference`, on x³ at 2 with a large step, where each formula leaves another error.

Fingerprints, run (h = 0.25; the central difference gives 12 + h² = 12.0625):

    answer                got        told by
    forward difference    13.5625    12 + 6h + h²
    backward difference   10.5625    12 - 6h + h²
    no 2 below            24.1250    twice
    / 2 * h               0.7539     h² times
    a step of its own     12.0000    the same whatever h is
    sides turned round    -12.0625   minus
    not divided           6.0313     2h times
    - f(x - h) / (2 * h)  0.6719     only the second value is divided
"""

from tui_lab.content.checks import Fail, check

H = 0.25


def cube(x):
    return x**3


def near(value, target):
    return abs(value - target) < 1e-9 * max(1.0, abs(target))


def call(answer, f, x, h):
    """The answer's slope, as a number."""
    value = answer.slope(f, x, h)
    try:
        return float(value)
    except (TypeError, ValueError):
        raise Fail("no-number", kind=type(value).__name__) from None


@check("returns-a-number")
def returns_a_number(answer):
    call(answer, cube, 2.0, H)


@check("cube")
def slope_of_a_cube(answer):
    got = call(answer, cube, 2.0, H)
    central = 12 + H**2
    if near(got, central):
        return
    if near(got, 0.0):
        raise Fail("zero")
    if near(got, 12 + 6 * H + H**2):
        raise Fail("forward", got=got, central=central)
    if near(got, 12 - 6 * H + H**2):
        raise Fail("backward", got=got, central=central)
    if near(got, 2 * central):
        raise Fail("twice", got=got, central=central)
    if near(got, central * H**2):
        raise Fail("precedence", got=got, central=central)
    if near(got, central * 2 * H):
        raise Fail("undivided", got=got, central=central)
    if near(got, cube(2 + H) - cube(2 - H) / (2 * H)):
        raise Fail("half-divided", got=got, central=central)
    if near(got, -central):
        raise Fail("sign", got=got)
    if abs(got - 12) < 1e-3:
        raise Fail("own-step", got=got, central=central)
    raise Fail("other", got=got, central=central)


@check("elsewhere")
def slopes_elsewhere(answer):
    for f, name, x, h, want in (
        (cube, "x³", -1.0, 0.5, 3.25),
        (lambda x: 7 * x - 2, "7x - 2", 3.0, 0.125, 7.0),
        (lambda x: 1 / x, "1/x", 2.0, 0.5, -0.26666666666666666),
    ):
        got = call(answer, f, x, h)
        if not near(got, want):
            raise Fail("point", f=name, x=x, h=h, got=got, want=want)

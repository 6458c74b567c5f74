"""Which plotext draws our charts: 5.3.2 or 6.1.0? One frame of each, and what importing each costs.

    python benchmarks/chart_library.py PYTHON [PYTHON ...]

Each PYTHON is an interpreter with one version installed (the two cannot live in one environment). The
frame is the lab's: the plotted area of a chart of 85x13 cells, two traces of 170 points, braille, no
axes (the chart paints its own); and, to compare, the same frame with plotext's axes.

Neither version has a public figure other than the process-wide one. 5.3.2 makes one by
`plotext._figure._figure_class()`, as textual-plotext does; 6.1.0 by `plot_class(parent)` with a terminal
object of its own as the parent.

Measured on two shared cores, Python 3.11, medians (milliseconds):

              import   plotted area only   with plotext's axes
    5.3.2       34            6.3                  6.3
    6.1.0      153            5.8                  6.6

5.3.2 was chosen: a frame takes as long, the import a quarter, it is pure Python (6.1.0 brings a C++
library, built at installation where there is no wheel), and its cells can be read back one by one.
A live frame draws only the trace that changed, so it takes half of that.
"""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

WIDTH, HEIGHT, POINTS, FRAMES = 85, 13, 170, 40
XS = [10 * i / POINTS for i in range(POINTS)]
TRAIN = [2.3 * math.exp(-x) + 0.15 + 0.02 * math.sin(40 * x) for x in XS]
VALIDATION = [2.0 * math.exp(-x) + 0.2 + 0.02 * math.cos(9 * x) for x in XS]


def build_5(axes: bool) -> int:
    """One frame with plotext 5; returns the number of cells read back."""
    from plotext._figure import _figure_class

    figure = _figure_class()
    figure._limit_size(False, False)
    figure.plot_size(WIDTH, HEIGHT)
    if not axes:
        figure.xaxes(False, False)
        figure.yaxes(False, False)
        figure.xticks([], [])
        figure.yticks([], [])
    figure.xlim(0, 10)
    figure.ylim(0, 2.5)
    figure.plot(XS, TRAIN, marker="braille", color=1)
    figure.plot(XS, VALIDATION, marker="braille", color=2)
    figure.monitor.size = figure._size
    figure.monitor.build_plot()
    matrix = figure.monitor.matrix
    return sum(len(row) for row in matrix.marker) + sum(len(row) for row in matrix.fullground)


def build_6(axes: bool) -> int:
    """One frame with plotext 6; returns the number of characters read back."""
    from plotext._kernel.terminal import terminal
    from plotext._plotter.plot import plot_class

    screen = terminal()
    screen.limit(False, False)
    figure = plot_class(parent=screen)
    figure.plot_size(WIDTH, HEIGHT)
    if not axes:
        figure.axes(False)
        figure.ruler().ticks([], [])
        figure.legend(False)
    figure.ruler(0, 0).lim(0, 10)
    figure.ruler(1, 0).lim(0, 2.5)
    for ys in (TRAIN, VALIDATION):
        signal = figure.signal(XS, ys, marker="braille").lines(True)
        figure.draw(signal)
    return len(figure.build().string())


def median_ms(build: Callable[[bool], int], axes: bool) -> float:
    """The median time of one frame, in milliseconds."""
    times = []
    for _ in range(FRAMES):
        began = time.perf_counter()
        build(axes)
        times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


def measure() -> dict[str, float | str]:
    """What this interpreter's plotext costs."""
    began = time.perf_counter()
    import plotext

    imported = 1000 * (time.perf_counter() - began)
    version = str(getattr(plotext, "__version__", "?"))
    build = build_5 if version.startswith("5") else build_6
    return {
        "version": version,
        "import": imported,
        "area": median_ms(build, False),
        "axes": median_ms(build, True),
    }


def main() -> None:
    """Measure here (no argument), or in each interpreter given."""
    if len(sys.argv) == 1:
        print(json.dumps(measure()))
        return
    print("version   import ms   area ms   with axes ms")
    for python in sys.argv[1:]:
        rows = [json.loads(subprocess.check_output([python, __file__], text=True)) for _ in range(3)]
        middle = {key: statistics.median(row[key] for row in rows) for key in ("import", "area", "axes")}
        print(f"{rows[0]['version']:<9} {middle['import']:>9.0f} {middle['area']:>9.1f} {middle['axes']:>14.1f}")


if __name__ == "__main__":
    main()

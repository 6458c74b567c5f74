# hint: one-late
def hinges(xs, ys):
    n = len(xs)
    v = np.zeros(n)
    before = 0.0
    for i in range(1, n):
        slope = (ys[i] - ys[i - 1]) / (xs[i] - xs[i - 1])
        v[i] = slope - before
        before = slope
    return np.ones((n, 1)), -xs, v, ys[0]

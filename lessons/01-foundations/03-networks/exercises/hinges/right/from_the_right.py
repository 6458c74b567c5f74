def hinges(xs, ys):
    W = -np.ones((len(xs), 1))  # hinges that rise to the left
    b = xs.copy()
    v, slope = np.zeros(len(xs)), 0.0
    for i in reversed(range(len(xs))):
        before = (ys[i] - ys[i - 1]) / (xs[i] - xs[i - 1]) if i > 0 else 0.0
        v[i] = slope - before
        slope = before
    return W, b, v, float(ys[-1])

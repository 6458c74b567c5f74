# hint: no-start
def hinges(xs, ys):
    W = np.ones((len(xs), 1))
    b = -xs  # the sum x - xs[i] is 0 at the point itself
    slopes = np.diff(ys) / np.diff(xs)
    around = np.concatenate([[0.0], slopes, [0.0]])  # flat on both sides
    v = np.diff(around)
    c = 0.0
    return W, b, v, c

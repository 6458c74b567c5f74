# hint: ends
def hinges(xs, ys):
    n = len(xs)
    v = np.zeros(n)
    v[1:-1] = np.diff(np.diff(ys) / np.diff(xs))
    return np.ones((n, 1)), -xs, v, ys[0]

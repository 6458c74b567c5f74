# hint: few-changes
def hinges(xs, ys):
    W = np.ones((len(xs), 1))
    v = np.diff(np.diff(ys) / np.diff(xs))
    return W, -xs, v, ys[0]

# hint: no-bias
def hinges(xs, ys):
    W = np.ones((len(xs), 1))
    b = np.zeros(len(xs))
    slopes = np.diff(ys) / np.diff(xs)
    around = np.concatenate([[0.0], slopes, [0.0]])  # flat on both sides
    v = np.diff(around)
    c = ys[0]  # left of all hinges every neuron gives 0
    return W, b, v, c

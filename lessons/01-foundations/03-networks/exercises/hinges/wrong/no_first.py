# hint: first-slope
def hinges(xs, ys):
    W = np.ones((len(xs), 1))
    b = -xs  # the sum x - xs[i] is 0 at the point itself
    slopes = np.diff(ys) / np.diff(xs)
    v = np.zeros(len(xs))
    v[1:-1] = np.diff(slopes)
    v[-1] = -slopes[-1]
    c = ys[0]  # left of all hinges every neuron gives 0
    return W, b, v, c

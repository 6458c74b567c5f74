# hint: runs-on
def hinges(xs, ys):
    W = np.ones((len(xs), 1))
    b = -xs  # the sum x - xs[i] is 0 at the point itself
    slopes = np.diff(ys) / np.diff(xs)
    v = np.zeros(len(xs))
    v[0] = slopes[0]
    v[1:-1] = np.diff(slopes)
    c = ys[0]  # left of all hinges every neuron gives 0
    return W, b, v, c

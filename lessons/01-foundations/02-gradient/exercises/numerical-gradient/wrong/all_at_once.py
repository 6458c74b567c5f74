# hint: all-at-once
def gradient(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        g[i] = (f(x + h) - f(x - h)) / (2 * h)
    return g

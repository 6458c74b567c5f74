# hint: not-put-back
def gradient(f, x, h=1e-5):
    up, down = x.astype(float), x.astype(float)
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

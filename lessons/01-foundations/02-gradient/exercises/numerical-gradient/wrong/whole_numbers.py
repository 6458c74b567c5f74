# hint: whole-numbers
def gradient(f, x, h=1e-5):
    x = x.copy()
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        value = x[i]
        x[i] = value + h
        above = f(x)
        x[i] = value - h
        below = f(x)
        x[i] = value
        g[i] = (above - below) / (2 * h)
    return g

# hint: part-of-x
def gradient(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in range(len(x)):
        g[i] = (f(x[i] + h) - f(x[i] - h)) / (2 * h)
    return g

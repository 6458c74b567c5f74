def gradient(f, x, h=1e-5):
    g = []
    for i in range(x.size):
        step = np.zeros(x.size)
        step[i] = h
        step = step.reshape(x.shape)
        g.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(g, dtype=float).reshape(x.shape)

def gradient(f, x, h=1e-5):
    g = np.zeros(x.shape)
    # for each coordinate of x: nudge it up and down, and see how f moves
    return g

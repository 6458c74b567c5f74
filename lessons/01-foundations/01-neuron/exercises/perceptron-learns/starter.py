def perceptron(X, y, epochs):
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    # go through the rows, `epochs` times at most
    # stop when an epoch made no update
    return w, b, updates

def merge(W1, b1, W2, b2):
    """What both layers do to 0 is the bias; what they do to each unit vector, less that, is a column."""

    def both(x):
        return W2 @ (W1 @ x + b1) + b2

    d = W1.shape[1]
    b = both(np.zeros(d))
    return np.stack([both(e) - b for e in np.eye(d)], axis=1), b

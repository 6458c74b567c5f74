def merge(W1, b1, W2, b2):
    W = (W1.T @ W2.T).T
    b = b1 @ W2.T + b2
    return [W, b]

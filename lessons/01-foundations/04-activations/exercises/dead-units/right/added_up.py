def dead_units(X, layers):
    A, shares = X, np.zeros(len(layers))
    for i, (W, b) in enumerate(layers):
        A = relu(A @ W.T + b)
        shares[i] = (A.sum(axis=0) == 0).sum() / len(b)
    return shares

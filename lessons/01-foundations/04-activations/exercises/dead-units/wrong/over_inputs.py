# hint: over-inputs
def dead_units(X, layers):
    shares = []
    A = X
    for W, b in layers:
        A = np.maximum(0, A @ W.T + b)
        shares.append((A == 0).all(axis=0).sum() / W.shape[1])
    return shares

# hint: nearly
def dead_units(X, layers):
    shares = []
    A = X
    for W, b in layers:
        A = np.maximum(0, A @ W.T + b)
        shares.append(((A == 0).mean(axis=0) > 0.95).mean())
    return shares

# hint: corner
def dead_units(X, layers):
    shares = []
    A = X
    for W, b in layers:
        Z = A @ W.T + b
        shares.append((Z < 0).all(axis=0).mean())
        A = np.maximum(0, Z)
    return shares

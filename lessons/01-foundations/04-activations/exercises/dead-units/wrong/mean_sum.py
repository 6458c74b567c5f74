# hint: mean-sum
def dead_units(X, layers):
    shares = []
    A = X
    for W, b in layers:
        Z = A @ W.T + b
        shares.append((Z.mean(axis=0) <= 0).mean())
        A = np.maximum(0, Z)
    return shares

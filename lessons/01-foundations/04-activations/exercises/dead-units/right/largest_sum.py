def dead_units(X, layers):
    A, shares = X, []
    for W, b in layers:
        Z = A @ W.T + b
        shares.append(float(np.mean(Z.max(axis=0) <= 0)))
        A = np.where(Z > 0, Z, 0)
    return shares

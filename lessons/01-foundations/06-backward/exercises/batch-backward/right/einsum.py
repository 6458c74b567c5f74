def backward(X, y, W, b, v, c):
    Z = np.einsum("nd,kd->nk", X, W) + b
    A = sigmoid(Z)
    z = A @ v + c
    slope = np.exp(-z) / (1 + np.exp(-z)) ** 2
    dz = (sigmoid(z) - y) * slope / len(X)
    dA = dz[:, None] * v[None, :]
    dZ = dA * np.exp(-Z) / (1 + np.exp(-Z)) ** 2
    return {
        "dz": dz,
        "dv": np.einsum("n,nk->k", dz, A),
        "dc": float(dz.sum()),
        "dA": dA,
        "dZ": dZ,
        "dW": np.einsum("nk,nd->kd", dZ, X),
        "db": np.ones(len(X)) @ dZ,
    }

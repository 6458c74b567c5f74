def layer(X, W, b):
    return sigmoid(np.einsum("nd,kd->nk", X, W) + b[None, :])

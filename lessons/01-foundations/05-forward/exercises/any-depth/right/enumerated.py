def mlp(X, layers, activation):
    out = X.copy()
    for i, (W, b) in enumerate(layers):
        out = np.dot(out, W.T) + b
        if i < len(layers) - 1:
            out = activation(out)
    return out

def mlp(X, layers, activation):
    W, b = layers[0]
    return X @ W.T + b

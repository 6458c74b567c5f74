def mlp(X, layers, activation):
    (W, b), *rest = layers
    Z = X @ W.T + b
    return mlp(activation(Z), rest, activation) if rest else Z

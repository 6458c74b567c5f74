# hint: always-the-input
def mlp(X, layers, activation):
    for W, b in layers[:-1]:
        A = activation(X @ W.T + b)
    W, b = layers[-1]
    return A @ W.T + b

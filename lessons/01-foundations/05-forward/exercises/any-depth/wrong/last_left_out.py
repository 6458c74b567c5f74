# hint: last-left-out
def mlp(X, layers, activation):
    A = X
    for W, b in layers[:-1]:
        A = activation(A @ W.T + b)
    return A

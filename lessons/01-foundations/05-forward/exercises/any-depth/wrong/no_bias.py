# hint: no-bias
def mlp(X, layers, activation):
    A = X
    for W, _ in layers[:-1]:
        A = activation(A @ W.T)
    return A @ layers[-1][0].T

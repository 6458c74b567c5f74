# hint: input-activated
def mlp(X, layers, activation):
    A = X
    for W, b in layers:
        A = activation(A) @ W.T + b
    return A

# hint: never-activated
def mlp(X, layers, activation):
    A = X
    for W, b in layers:
        A = A @ W.T + b
    return A

# hint: input-activated
def layer(X, W, b):
    return sigmoid(X) @ W.T + b

# hint: first-only
def layer(X, W, b):
    for x in X:
        return sigmoid(W @ x + b)

# hint: samples-in-columns
def layer(X, W, b):
    return sigmoid(W @ X + b)

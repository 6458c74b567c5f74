def layer(X, W, b):
    return X

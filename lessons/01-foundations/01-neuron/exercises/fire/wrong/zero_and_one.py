# hint: zero-one
def fire(X, w, b):
    return (X @ w + b > 0).astype(int)

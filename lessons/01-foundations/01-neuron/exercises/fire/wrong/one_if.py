# hint: one-if
def fire(X, w, b):
    if X @ w + b > 0:
        return 1
    return -1

# hint: on-the-line
def fire(X, w, b):
    return np.where(X @ w + b >= 0, 1, -1)

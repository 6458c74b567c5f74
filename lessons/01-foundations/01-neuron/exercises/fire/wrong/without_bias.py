# hint: no-bias
def fire(X, w, b):
    return np.where(X @ w > 0, 1, -1)

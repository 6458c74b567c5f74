# hint: no-weights
def fire(X, w, b):
    return np.where(X.sum(axis=1) + b > 0, 1, -1)

# hint: threshold
def fire(X, w, b):
    return np.where(X @ w > b, 1, -1)

# hint: one-answer
def fire(X, w, b):
    return np.where((X * w).sum() + b > 0, 1, -1)

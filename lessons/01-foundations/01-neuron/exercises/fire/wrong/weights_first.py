# hint: order
def fire(X, w, b):
    return np.where(w @ X + b > 0, 1, -1)

def fire(X, w, b):
    return np.zeros(len(X))

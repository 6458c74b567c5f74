def fire(X, w, b):
    return np.array([1 if sum(xi * wi for xi, wi in zip(x, w)) + b > 0 else -1 for x in X])

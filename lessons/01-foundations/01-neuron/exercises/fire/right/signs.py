def fire(X, w, b):
    sums = np.matmul(X, w) + b
    return 2.0 * (sums > 0) - 1.0

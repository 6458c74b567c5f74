# hint: sign-of-zero
def fire(X, w, b):
    return np.sign(X @ w + b)

def layer(X, W, b):
    A = np.empty((len(X), len(W)))
    for n, x in enumerate(X):
        for k, w in enumerate(W):
            A[n, k] = sigmoid(np.dot(w, x) + b[k])
    return A

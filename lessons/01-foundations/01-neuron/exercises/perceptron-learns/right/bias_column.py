def perceptron(X, y, epochs):
    with_one = np.column_stack([X, np.ones(len(X))])
    v, updates = np.zeros(with_one.shape[1]), 0
    for _ in range(epochs):
        clean = True
        for i in range(len(y)):
            if np.dot(with_one[i], v) * y[i] > 0:
                continue
            v += y[i] * with_one[i]
            updates, clean = updates + 1, False
        if clean:
            break
    return v[:-1], v[-1], updates

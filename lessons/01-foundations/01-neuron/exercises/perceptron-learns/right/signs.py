def perceptron(X, y, epochs):
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(X, y):
            if np.sign(w @ x + b) != target:
                w = w + target * x
                b = b + target
                mistakes += 1
        updates += mistakes
        if mistakes == 0:
            break
    return [w, b, updates]

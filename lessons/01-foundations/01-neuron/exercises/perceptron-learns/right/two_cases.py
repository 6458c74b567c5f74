def perceptron(X, y, epochs):
    w, b, updates, epoch, mistakes = np.zeros(X.shape[1]), 0.0, 0, 0, 1
    while epoch < epochs and mistakes:
        epoch, mistakes = epoch + 1, 0
        for x, target in zip(X, y):
            z = float(x @ w) + b
            if target == 1 and not z > 0:
                w, b, mistakes = w + x, b + 1, mistakes + 1
            elif target == -1 and not z < 0:
                w, b, mistakes = w - x, b - 1, mistakes + 1
        updates += mistakes
    return w, b, updates

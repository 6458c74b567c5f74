# hint: never-stops
def perceptron(X, y, epochs):
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(epochs):
        for x, target in zip(X, y):
            if target * (w @ x + b) <= 0:
                w = w + target * x
                b = b + target
                updates += 1
    return w, b, updates

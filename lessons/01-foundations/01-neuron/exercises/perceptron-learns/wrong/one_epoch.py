# hint: one-epoch
def perceptron(X, y, epochs):
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(1):
        before = updates
        for x, target in zip(X, y):
            if target * (w @ x + b) <= 0:
                w = w + target * x
                b = b + target
                updates += 1
        if updates == before:
            break
    return w, b, updates

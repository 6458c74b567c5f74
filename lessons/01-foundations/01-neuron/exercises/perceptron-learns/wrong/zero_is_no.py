# hint: zero-is-no
def perceptron(X, y, epochs):
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(epochs):
        before = updates
        for x, target in zip(X, y):
            answer = 1 if w @ x + b > 0 else -1
            if answer != target:
                w = w + target * x
                b = b + target
                updates += 1
        if updates == before:
            break
    return w, b, updates

# hint: output-activated-twice
def backward(X, y, W, b, v, c):
    A = sigmoid(X @ W.T + b)  # (N, k)
    yhat = sigmoid(A @ v + c)  # (N,)
    dz = (yhat - y) * sigmoid(yhat) * (1 - sigmoid(yhat)) / len(X)
    dv = A.T @ dz
    dc = dz.sum()
    dA = np.outer(dz, v)
    dZ = dA * A * (1 - A)
    dW = dZ.T @ X
    db = dZ.sum(axis=0)
    return {"dz": dz, "dv": dv, "dc": dc, "dA": dA, "dZ": dZ, "dW": dW, "db": db}

# hint: activated-twice
def backward(X, y, W, b, v, c):
    A = sigmoid(X @ W.T + b)  # (N, k)
    yhat = sigmoid(A @ v + c)  # (N,)
    dz = (yhat - y) * yhat * (1 - yhat) / len(X)
    dv = A.T @ dz
    dc = dz.sum()
    dA = np.outer(dz, v)
    dZ = dA * sigmoid(A) * (1 - sigmoid(A))
    dW = dZ.T @ X
    db = dZ.sum(axis=0)
    return {"dz": dz, "dv": dv, "dc": dc, "dA": dA, "dZ": dZ, "dW": dW, "db": db}

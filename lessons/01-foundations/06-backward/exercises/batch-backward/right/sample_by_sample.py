def backward(X, y, W, b, v, c):
    n, k = len(X), len(W)
    ledger = {"dz": np.zeros(n), "dv": np.zeros(k), "dc": 0.0, "dA": np.zeros((n, k)), "dZ": np.zeros((n, k))}
    ledger |= {"dW": np.zeros(W.shape), "db": np.zeros(k)}
    for i in range(n):
        a = sigmoid(W @ X[i] + b)
        yhat = sigmoid(v @ a + c)
        d = (yhat - y[i]) / n * (yhat - yhat**2)
        ledger["dz"][i] = d
        ledger["dv"] += d * a
        ledger["dc"] += d
        ledger["dA"][i] = d * v
        ledger["dZ"][i] = d * v * (a - a**2)
        ledger["dW"] += np.outer(ledger["dZ"][i], X[i])
        ledger["db"] += ledger["dZ"][i]
    return ledger

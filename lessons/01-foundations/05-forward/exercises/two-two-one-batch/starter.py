def forward(X, W, b, v, c):
    zeros = np.zeros(len(X))
    return {"Z": X, "A": X, "z": zeros, "yhat": zeros}

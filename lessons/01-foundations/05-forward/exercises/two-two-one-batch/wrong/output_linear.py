# hint: output-not-activated
def forward(X, W, b, v, c):
    Z = X @ W.T + b
    A = sigmoid(Z)
    z = A @ v + c
    return {"Z": Z, "A": A, "z": z, "yhat": z}

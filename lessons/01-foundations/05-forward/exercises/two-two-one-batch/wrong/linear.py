# hint: hidden-not-activated
def forward(X, W, b, v, c):
    Z = X @ W.T + b
    A = Z
    z = A @ v + c
    return {"Z": Z, "A": A, "z": z, "yhat": sigmoid(z)}

def backward(X, y, W, b, v, c):
    X, y = torch.from_numpy(X), torch.from_numpy(y)
    W, b, v, c = (torch.tensor(each, dtype=torch.float64, requires_grad=True) for each in (W, b, v, c))
    Z = X @ W.T + b
    A = torch.sigmoid(Z)
    z = A @ v + c
    for each in (Z, A, z):
        each.retain_grad()
    (0.5 * (torch.sigmoid(z) - y) ** 2).mean().backward()
    found = {"dz": z, "dv": v, "dc": c, "dA": A, "dZ": Z, "dW": W, "db": b}
    return {name: each.grad.numpy() for name, each in found.items()}

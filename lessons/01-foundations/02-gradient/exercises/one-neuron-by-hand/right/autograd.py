def backward(w, b, x, t):
    weights = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    bias = torch.tensor(float(b), dtype=torch.float64, requires_grad=True)
    z = weights @ torch.tensor(x, dtype=torch.float64) + bias
    a = torch.sigmoid(z)
    loss = (a - t) ** 2
    z.retain_grad()
    a.retain_grad()
    loss.backward()
    da_dz = z.grad / a.grad
    found = {"z": z, "a": a, "L": loss, "dL_da": a.grad, "da_dz": da_dz, "dL_dz": z.grad, "dL_db": bias.grad}
    return {name: float(value) for name, value in found.items()} | {"dL_dw": weights.grad.numpy()}

def forward(X, W, b, v, c):
    Z = F.linear(torch.tensor(X), torch.tensor(W), torch.tensor(b))
    A = torch.sigmoid(Z)
    z = A @ torch.tensor(v) + c
    return {name: t.numpy() for name, t in dict(Z=Z, A=A, z=z, yhat=torch.sigmoid(z)).items()}

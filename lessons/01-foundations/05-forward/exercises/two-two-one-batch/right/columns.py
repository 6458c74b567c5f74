def forward(X, W, b, v, c):
    z1 = X[:, 0] * W[0, 0] + X[:, 1] * W[0, 1] + b[0]
    z2 = X[:, 0] * W[1, 0] + X[:, 1] * W[1, 1] + b[1]
    a1, a2 = sigmoid(z1), sigmoid(z2)
    z = v[0] * a1 + v[1] * a2 + c
    return dict(Z=np.stack([z1, z2], axis=1), A=np.stack([a1, a2], axis=1), z=z, yhat=sigmoid(z))

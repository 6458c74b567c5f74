def backward(w, b, x, t):
    z = np.dot(w, x) + b
    a = sigmoid(z)
    L = (a - t) ** 2
    return {
        "z": z,
        "a": a,
        "L": L,
        "dL_da": 0.0,
        "da_dz": 0.0,
        "dL_dz": 0.0,
        "dL_dw": np.zeros_like(w),
        "dL_db": 0.0,
    }

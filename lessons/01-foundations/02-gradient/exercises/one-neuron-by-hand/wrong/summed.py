# hint: summed
def backward(w, b, x, t):
    z = np.dot(w, x) + b
    a = sigmoid(z)
    L = (a - t) ** 2
    dL_da = 2 * (a - t)
    da_dz = a * (1 - a)
    dL_dz = dL_da * da_dz
    return {
        "z": z,
        "a": a,
        "L": L,
        "dL_da": dL_da,
        "da_dz": da_dz,
        "dL_dz": dL_dz,
        "dL_dw": np.full_like(w, dL_dz * x.sum()),
        "dL_db": dL_dz,
    }

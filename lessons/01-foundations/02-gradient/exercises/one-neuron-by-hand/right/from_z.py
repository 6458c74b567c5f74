def backward(w, b, x, t):
    z = float((w * x).sum() + b)
    e = np.exp(-z)
    a = 1 / (1 + e)
    ledger = {"z": z, "a": a, "L": (t - a) ** 2}
    ledger["dL_da"] = -2 * (t - a)
    ledger["da_dz"] = e / (1 + e) ** 2
    ledger["dL_dz"] = ledger["dL_da"] * ledger["da_dz"]
    ledger["dL_dw"] = np.array([ledger["dL_dz"] * each for each in x])
    ledger["dL_db"] = ledger["dL_dz"] * 1
    return ledger

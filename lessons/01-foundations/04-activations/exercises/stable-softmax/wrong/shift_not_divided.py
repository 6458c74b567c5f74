# hint: shift-not-divided
def softmax(Z, T):
    shift = Z.max(axis=1, keepdims=True)
    powers = np.exp(Z / T - shift)
    return powers / powers.sum(axis=1, keepdims=True)

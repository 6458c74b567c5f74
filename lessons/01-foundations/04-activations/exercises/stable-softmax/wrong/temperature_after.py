# hint: temperature-after
def softmax(Z, T):
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True) / T

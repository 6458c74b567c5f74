def softmax(Z, T):
    shifted = (Z - Z.max(axis=1, keepdims=True)) / T
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)

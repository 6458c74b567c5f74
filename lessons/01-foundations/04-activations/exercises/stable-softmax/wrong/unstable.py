# hint: overflow
def softmax(Z, T):
    powers = np.exp(Z / T)
    return powers / powers.sum(axis=1, keepdims=True)

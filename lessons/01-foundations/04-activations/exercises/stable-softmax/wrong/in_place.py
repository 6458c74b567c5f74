# hint: changed
def softmax(Z, T):
    Z -= Z.max(axis=1, keepdims=True)
    powers = np.exp(Z / T)
    return powers / powers.sum(axis=1, keepdims=True)

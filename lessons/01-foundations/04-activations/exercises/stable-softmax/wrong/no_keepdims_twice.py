# hint: no-keepdims
def softmax(Z, T):
    powers = np.exp((Z - Z.max(axis=1)) / T)
    return powers / powers.sum(axis=1)

# hint: one-shift
def softmax(Z, T):
    powers = np.exp((Z - Z.max()) / T)
    return powers / powers.sum(axis=1, keepdims=True)

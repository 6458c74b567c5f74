# hint: wrong-shift
def softmax(Z, T):
    powers = np.exp((Z - Z.mean(axis=1, keepdims=True)) / T)
    return powers / powers.sum(axis=1, keepdims=True)

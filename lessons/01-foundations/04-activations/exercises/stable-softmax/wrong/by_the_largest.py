# hint: by-the-largest
def softmax(Z, T):
    powers = np.exp((Z - Z.max(axis=1, keepdims=True)) / T)
    return powers / powers.max(axis=1, keepdims=True)

# hint: other
def softmax(Z, T):
    powers = np.exp((Z - Z.max(axis=1, keepdims=True)) / T)
    return powers / np.linalg.norm(powers, axis=1, keepdims=True)

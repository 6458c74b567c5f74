# hint: clipped
def softmax(Z, T):
    powers = np.exp(np.clip(Z / T, -500, 500))
    return powers / powers.sum(axis=1, keepdims=True)

# hint: hidden-nan
def softmax(Z, T):
    powers = np.exp(Z / T)
    return np.nan_to_num(powers / powers.sum(axis=1, keepdims=True))

def softmax(Z, T):
    powers = np.exp(Z)
    return powers

# hint: whole-batch
def softmax(Z, T):
    powers = np.exp((Z - Z.max()) / T)
    return powers / powers.sum()

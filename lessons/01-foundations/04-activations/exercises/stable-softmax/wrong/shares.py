# hint: shares
def softmax(Z, T):
    return Z / Z.sum(axis=1, keepdims=True)

# hint: fixed-depth
def count_parameters(sizes):
    inputs, hidden, outputs = sizes[0], sizes[1], sizes[-1]
    return hidden * (inputs + 1) + outputs * (hidden + 1)

# hint: neurons
def count_parameters(sizes):
    return sum(sizes)

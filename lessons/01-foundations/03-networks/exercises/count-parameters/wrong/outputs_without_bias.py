# hint: output-bias
def count_parameters(sizes):
    weights = sum(n * k for n, k in zip(sizes, sizes[1:]))
    return weights + sum(sizes[1:-1])

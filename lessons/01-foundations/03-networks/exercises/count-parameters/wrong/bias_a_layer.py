# hint: bias-a-layer
def count_parameters(sizes):
    return sum(n * k + 1 for n, k in zip(sizes, sizes[1:]))

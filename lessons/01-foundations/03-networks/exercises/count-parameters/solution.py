def count_parameters(sizes):
    return sum(k * (n + 1) for n, k in zip(sizes, sizes[1:]))

# hint: both-sides
def count_parameters(sizes):
    return sum((n + 1) * (k + 1) for n, k in zip(sizes, sizes[1:]))

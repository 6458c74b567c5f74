# hint: input-bias
def count_parameters(sizes):
    return sum(n * k for n, k in zip(sizes, sizes[1:])) + sum(sizes)

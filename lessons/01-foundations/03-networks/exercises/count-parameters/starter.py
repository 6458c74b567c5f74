def count_parameters(sizes):
    return 0

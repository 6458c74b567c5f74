def add_back(g, a, b):
    return 0.0, 0.0


def multiply_back(g, a, b):
    return 0.0, 0.0


def relu_back(g, z):
    return 0.0

# hint: pair
def add_back(g, a, b):
    return g, g


def multiply_back(g, a, b):
    return g * b, g


def relu_back(g, z):
    return g if z > 0 else 0.0

# hint: relu-value
def add_back(g, a, b):
    return g, g


def multiply_back(g, a, b):
    return g * b, g * a


def relu_back(g, z):
    return g * max(0.0, z)

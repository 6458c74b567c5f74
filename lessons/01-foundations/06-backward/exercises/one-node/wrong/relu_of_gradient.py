# hint: relu-of-gradient
def add_back(g, a, b):
    return g, g


def multiply_back(g, a, b):
    return g * b, g * a


def relu_back(g, z):
    return max(0.0, g)

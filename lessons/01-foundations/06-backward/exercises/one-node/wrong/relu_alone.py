# hint: relu-alone
def add_back(g, a, b):
    return g, g


def multiply_back(g, a, b):
    return g * b, g * a


def relu_back(g, z):
    return 1.0 if z > 0 else 0.0

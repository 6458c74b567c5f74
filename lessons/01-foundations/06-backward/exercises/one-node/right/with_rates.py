def add_back(g, a, b):
    return np.array([1.0, 1.0]) * g


def multiply_back(g, a, b):
    return np.array([b, a]) * g


def relu_back(g, z):
    return (z > 0) * g

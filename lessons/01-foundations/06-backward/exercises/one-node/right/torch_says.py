def pull(g, f, *inputs):
    leaves = [torch.tensor(float(each), dtype=torch.float64, requires_grad=True) for each in inputs]
    f(*leaves).backward(torch.tensor(float(g), dtype=torch.float64))
    return [leaf.grad.item() for leaf in leaves]


def add_back(g, a, b):
    return pull(g, lambda a, b: a + b, a, b)


def multiply_back(g, a, b):
    return pull(g, lambda a, b: a * b, a, b)


def relu_back(g, z):
    return pull(g, torch.relu, z)[0]

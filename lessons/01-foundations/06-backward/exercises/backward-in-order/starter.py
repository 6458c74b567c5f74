def backward(root):
    root.grad = 1.0
    for parent, rate in root.parents:
        parent.grad += root.grad * rate

# hint: sent-again
def backward(root):
    order = []

    def visit(node):  # a node is listed once for each path
        for parent, _ in node.parents:
            visit(parent)
        order.append(node)

    visit(root)
    for node in order:
        if node.parents:
            node.grad = 0.0
    root.grad = 1.0
    for node in reversed(order):
        for parent, rate in node.parents:
            parent.grad += node.grad * rate

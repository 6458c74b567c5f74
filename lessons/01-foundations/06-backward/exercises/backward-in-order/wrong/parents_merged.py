# hint: merged
def backward(root):
    order, seen = [], set()

    def visit(node):
        seen.add(node)
        for parent in dict(node.parents):
            if parent not in seen:
                visit(parent)
        order.append(node)

    visit(root)
    for node in order:
        if node.parents:
            node.grad = 0.0
    root.grad = 1.0
    for node in reversed(order):
        for parent, rate in dict(node.parents).items():
            parent.grad += node.grad * rate

# hint: too-early
def backward(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            order.append(node)
            for parent, _ in node.parents:
                visit(parent)

    visit(root)
    for node in order:
        if node.parents:
            node.grad = 0.0
    root.grad = 1.0
    for node in order:
        for parent, rate in node.parents:
            parent.grad += node.grad * rate

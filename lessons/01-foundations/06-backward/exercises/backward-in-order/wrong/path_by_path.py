# hint: paths
def backward(root):
    def clear(node, seen):
        if node not in seen:
            seen.add(node)
            node.grad = 0.0 if node.parents else node.grad
            for parent, _ in node.parents:
                clear(parent, seen)

    def send(node, g):
        node.grad += g
        for parent, rate in node.parents:
            send(parent, g * rate)

    clear(root, set())
    send(root, 1.0)

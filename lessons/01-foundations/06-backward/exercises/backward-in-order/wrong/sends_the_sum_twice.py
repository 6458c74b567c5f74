# hint: sent-again
def backward(root):
    root.grad = 1.0

    def go(node):
        for parent, rate in node.parents:
            parent.grad += node.grad * rate
            go(parent)

    go(root)

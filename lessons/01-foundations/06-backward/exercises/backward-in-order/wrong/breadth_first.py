# hint: too-early
def backward(root):
    found, seen = [root], {root}
    for node in found:
        for parent, _ in node.parents:
            if parent not in seen:
                seen.add(parent)
                found.append(parent)
    for node in found:
        if node.parents:
            node.grad = 0.0
    root.grad = 1.0
    for node in found:
        for parent, rate in node.parents:
            parent.grad += node.grad * rate

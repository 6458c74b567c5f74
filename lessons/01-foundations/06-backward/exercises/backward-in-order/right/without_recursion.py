def backward(root):
    order, seen, stack = [], {id(root)}, [(root, iter(root.parents))]
    while stack:
        node, rest = stack[-1]
        for parent, _ in rest:
            if id(parent) not in seen:
                seen.add(id(parent))
                stack.append((parent, iter(parent.parents)))
                break
        else:
            order.append(node)
            stack.pop()
    for node in order:
        node.grad = node.grad if not node.parents else 0.0
    root.grad = 1.0
    for node in order[::-1]:
        for parent, rate in node.parents:
            parent.grad = parent.grad + node.grad * rate

def backward(root):
    depth, todo = {}, [root]
    while todo:
        node = todo[-1]
        missing = [parent for parent, _ in node.parents if parent not in depth]
        if missing:
            todo += missing
        else:
            depth[node] = 1 + max((depth[parent] for parent, _ in node.parents), default=0)
            todo.pop()
    for node in depth:
        if depth[node] > 1:
            node.grad = 0.0
    root.grad = 1.0
    for node in sorted(depth, key=depth.get, reverse=True):
        for parent, rate in node.parents:
            parent.grad += node.grad * rate

def backward(root):
    waits, found = {root: 0}, [root]
    for node in found:
        for parent, _ in node.parents:
            if parent not in waits:
                waits[parent] = 0
                found.append(parent)
            waits[parent] += 1
    fresh = {node: 0.0 for node in found}
    fresh[root], ready = 1.0, [root]
    while ready:
        node = ready.pop(0)
        node.grad = fresh[node] if node.parents or node is root else node.grad + fresh[node]
        for parent, rate in node.parents:
            fresh[parent] += fresh[node] * rate
            waits[parent] -= 1
            if not waits[parent]:
                ready.append(parent)

# hint: twice
def count_parameters(sizes):
    total = 0
    for i, size in enumerate(sizes):
        if i > 0:
            total += size * sizes[i - 1]  # edges that come in
        if i < len(sizes) - 1:
            total += size * sizes[i + 1]  # edges that go out
    return total + sum(sizes[1:])

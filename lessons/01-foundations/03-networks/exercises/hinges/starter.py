def hinges(xs, ys):
    n = len(xs)
    W = np.ones((n, 1))  # each hinge rises to the right
    b = np.zeros(n)  # where does it begin to rise?
    v = np.zeros(n)  # by how much does the slope change there?
    c = 0.0
    return W, b, v, c

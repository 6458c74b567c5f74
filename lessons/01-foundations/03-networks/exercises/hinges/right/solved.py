def hinges(xs, ys):
    W, b = np.ones((len(xs), 1)), -xs
    at = np.append(xs, xs[-1] + 1)  # one point more on the right: flat there
    hidden = relu(at[:, None] @ W.T + b)
    v = np.linalg.lstsq(hidden, np.append(ys, ys[-1]) - ys[0], rcond=None)[0]
    return W, b, v, ys[0]

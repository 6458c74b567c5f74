def hinges(xs, ys):
    slopes = np.diff(ys) / np.diff(xs)
    change = np.append(slopes, 0) - np.append(0, slopes)
    return np.full((len(xs), 1), 2.0), -2 * xs, change / 2, ys[0]

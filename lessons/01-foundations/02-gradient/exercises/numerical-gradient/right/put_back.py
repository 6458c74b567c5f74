def gradient(f, x, h=1e-5):
    result = np.empty_like(x, dtype=np.float64)
    moved = np.array(x, dtype=np.float64)
    for i in np.ndindex(x.shape):
        moved[i] += h
        up = f(moved)
        moved[i] -= 2 * h
        down = f(moved)
        moved[i] += h
        result[i] = (up - down) / h / 2
    return result

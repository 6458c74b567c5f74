def slope(f, x, h=1e-5):
    left, right = x - h, x + h
    return np.divide(f(right) - f(left), right - left)

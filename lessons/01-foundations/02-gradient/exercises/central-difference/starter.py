def slope(f, x, h=1e-5):
    return 0.0

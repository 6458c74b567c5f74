# hint: no-number
def slope(f, x, h=1e-5):
    print((f(x + h) - f(x - h)) / (2 * h))

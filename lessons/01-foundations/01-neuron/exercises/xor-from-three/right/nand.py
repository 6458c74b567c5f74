hidden_w = [[2, 2], [-2, -2]]  # OR, NAND
hidden_b = [-1, 3]
out_w = [2, 2]  # both
out_b = -3

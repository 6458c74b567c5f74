hidden_w = np.array([[1.0, -1.0], [-1.0, 1.0]])  # only the first, only the second
hidden_b = np.array([-0.5, -0.5])
out_w = np.array([1.0, 1.0])  # one of them
out_b = -0.5

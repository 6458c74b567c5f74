hidden_w = np.array([[1.0, 1.0], [1.0, 1.0]])  # OR, and AND
hidden_b = np.array([-0.5, -1.5])
out_w = np.array([1.0, -1.0])  # OR, but not AND
out_b = -0.5

# hint: on-the-line
hidden_w = np.array([[1.0, 1.0], [1.0, 1.0]])
hidden_b = np.array([-0.5, -1.0])
out_w = np.array([1.0, -2.0])
out_b = -0.5

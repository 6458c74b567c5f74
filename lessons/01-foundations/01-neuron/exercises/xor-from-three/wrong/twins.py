# hint: twins
hidden_w = np.array([[1.0, 1.0], [1.0, 1.0]])
hidden_b = np.array([-0.5, -0.5])
out_w = np.array([1.0, -1.0])
out_b = -0.5

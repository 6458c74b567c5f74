# hint: none-on
hidden_w = np.array([[1.0, 1.0], [1.0, 1.0]])
hidden_b = np.array([-1.5, -1.5])
out_w = np.array([1.0, 1.0])
out_b = -0.5

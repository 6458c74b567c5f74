# a row for each hidden neuron
hidden_w = np.array([[0.0, 0.0], [0.0, 0.0]])
hidden_b = np.array([0.0, 0.0])
out_w = np.array([0.0, 0.0])
out_b = 0.0

def softmax(Z, T):
    rows = []
    for z in Z:
        powers = np.exp(z / T - max(z / T))
        rows.append(powers / sum(powers))
    return np.array(rows)

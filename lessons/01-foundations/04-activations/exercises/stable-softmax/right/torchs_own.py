def softmax(Z, T):
    return torch.softmax(torch.as_tensor(Z, dtype=torch.float64) / T, dim=-1).numpy()

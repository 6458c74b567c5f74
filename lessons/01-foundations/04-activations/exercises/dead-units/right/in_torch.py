def dead_units(X, layers):
    a, shares = torch.as_tensor(X), []
    for W, b in layers:
        a = F.relu(F.linear(a, torch.as_tensor(W), torch.as_tensor(b)))
        shares.append(1 - (a > 0).any(dim=0).double().mean().item())
    return shares

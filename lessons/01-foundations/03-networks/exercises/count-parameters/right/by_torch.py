def count_parameters(sizes):
    model = nn.Sequential(*[nn.Linear(n, k) for n, k in zip(sizes[:-1], sizes[1:])])
    return sum(p.numel() for p in model.parameters())

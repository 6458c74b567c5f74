class Network(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        parts = []
        for n, k in zip(sizes[:-1], sizes[1:]):
            parts += [nn.Linear(n, k), nn.ReLU()]
        self.all = nn.Sequential(*parts[:-1])

    def forward(self, x):
        return self.all(x)

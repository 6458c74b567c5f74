# hint: list-called
class Network(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        parts = []
        for n, k in zip(sizes, sizes[1:]):
            parts += [nn.Linear(n, k), nn.ReLU()]
        self.layers = nn.ModuleList(parts[:-1])

    def forward(self, x):
        return self.layers(x)

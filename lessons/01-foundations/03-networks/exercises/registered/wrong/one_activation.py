# hint: one-activation
class Network(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(n, k) for n, k in zip(sizes, sizes[1:]))

    def forward(self, x):
        x = F.relu(self.layers[0](x))
        for layer in self.layers[1:-1]:
            x = layer(x)
        return self.layers[-1](x)

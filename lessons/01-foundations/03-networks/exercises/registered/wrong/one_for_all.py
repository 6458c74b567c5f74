# hint: shared
class Network(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        first, *widths, outputs = sizes
        middle = [nn.Linear(widths[0], widths[0])] * (len(widths) - 1)
        self.layers = nn.ModuleList([nn.Linear(first, widths[0]), *middle, nn.Linear(widths[-1], outputs)])

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = F.relu(layer(x))
        return self.layers[-1](x)

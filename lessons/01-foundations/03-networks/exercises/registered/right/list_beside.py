class Network(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.order = []  # a plain list beside, of layers that are registered by name
        for i, (n, k) in enumerate(zip(sizes, sizes[1:])):
            layer = nn.Linear(n, k)
            self.add_module(f"fc{i}", layer)
            self.order.append(layer)

    def forward(self, x):
        *hidden, last = self.order
        for layer in hidden:
            x = torch.relu(layer(x))
        return last(x)

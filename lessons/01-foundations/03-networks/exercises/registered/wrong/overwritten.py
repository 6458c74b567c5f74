# hint: only-last
class Network(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.n = len(sizes) - 1
        for i in range(self.n):
            self.layer = nn.Linear(sizes[i], sizes[i + 1])

    def forward(self, x):
        for _ in range(self.n):
            x = F.relu(self.layer(x))
        return x

# hint: tensors
class Network(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        pairs = list(zip(sizes, sizes[1:]))
        self.weights = [torch.randn(k, n, requires_grad=True) for n, k in pairs]
        self.biases = [torch.zeros(k, requires_grad=True) for _, k in pairs]

    def forward(self, x):
        for i, (W, b) in enumerate(zip(self.weights, self.biases)):
            x = x @ W.T + b
            if i < len(self.weights) - 1:
                x = F.relu(x)
        return x

"""A language model on one LSTM layer, which is PyTorch's own."""

from torch import nn
from torch.nn import functional

from weights import Loader


class Lstm(nn.Module):
    def __init__(self, task):
        super().__init__()
        self.tokens = nn.Embedding(task["vocabulary"], task["embedding"])
        self.lstm = nn.LSTM(task["embedding"], task["width"], batch_first=True)
        self.output = nn.Linear(task["width"], task["vocabulary"])

    def forward(self, ids, labels):
        states, _ = self.lstm(self.tokens(ids))
        logits = self.output(states)
        return functional.cross_entropy(logits.view(-1, logits.shape[-1]), labels.view(-1))

    def load(self, weights):
        loader = Loader(weights)
        loader.table(self.tokens, "tokens")
        for name, ours in (("ih", "input"), ("hh", "hidden")):
            loader.copy(getattr(self.lstm, f"weight_{name}_l0"), loader.take(f"lstm.layers.0.forward.{ours}Weight").T)
            loader.copy(getattr(self.lstm, f"bias_{name}_l0"), loader.take(f"lstm.layers.0.forward.{ours}Bias"))
        loader.linear(self.output, "output")
        loader.finish()

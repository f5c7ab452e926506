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

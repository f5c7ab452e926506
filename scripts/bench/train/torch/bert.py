"""A BERT with its masked-language-model head: layer norm after each part, as in the paper."""

from torch import nn
from torch.nn import functional

from weights import Loader


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.attention = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=1e-12)
        self.inner = nn.Linear(width, 4 * width)
        self.outer = nn.Linear(4 * width, width)
        self.feed_forward_norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x):
        batch, length, width = x.shape
        parts = self.attention(x).split(width, dim=2)
        heads = [part.view(batch, length, self.heads, -1).transpose(1, 2) for part in parts]  # [B, H, T, d]
        attended = functional.scaled_dot_product_attention(*heads)
        x = self.attention_norm(x + self.output(attended.transpose(1, 2).reshape(x.shape)))
        return self.feed_forward_norm(x + self.outer(functional.gelu(self.inner(x))))


class Bert(nn.Module):
    def __init__(self, task):
        super().__init__()
        width = task["width"]
        self.tokens = nn.Embedding(task["vocabulary"], width)
        self.positions = nn.Embedding(task["length"], width)
        self.segments = nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, task["heads"]) for _ in range(task["layers"]))
        self.transform = nn.Linear(width, width)
        self.head_norm = nn.LayerNorm(width, eps=1e-12)
        self.head_bias = nn.Parameter(self.tokens.weight.new_zeros(task["vocabulary"]))
        for parameter in self.parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, ids, labels):
        x = self.norm(self.tokens(ids) + self.positions.weight[: ids.shape[1]] + self.segments.weight[0])
        for layer in self.layers:
            x = layer(x)
        x = self.head_norm(functional.gelu(self.transform(x)))
        logits = functional.linear(x, self.tokens.weight, self.head_bias)
        return functional.cross_entropy(logits.view(-1, logits.shape[-1]), labels.view(-1), ignore_index=-1)

    def load(self, weights):
        loader = Loader(weights)
        loader.table(self.tokens, "tokens")
        loader.table(self.positions, "positions")
        loader.table(self.segments, "segments")
        loader.norm(self.norm, "norm")
        for at, layer in enumerate(self.layers):
            loader.attention((layer.attention, layer.output), f"blocks.{at}.attention")
            loader.norm(layer.attention_norm, f"blocks.{at}.attentionNorm")
            loader.linear(layer.inner, f"blocks.{at}.feedForward.up")
            loader.linear(layer.outer, f"blocks.{at}.feedForward.down")
            loader.norm(layer.feed_forward_norm, f"blocks.{at}.feedForwardNorm")
        loader.linear(self.transform, "head.dense")
        loader.norm(self.head_norm, "head.norm")
        loader.copy(self.head_bias, loader.take("head.bias"))
        loader.finish()

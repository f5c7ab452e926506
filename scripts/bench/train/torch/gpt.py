"""A GPT in the shape of GPT-2: layer norm before each part, learned positions, a head tied to the embedding."""

from torch import nn
from torch.nn import functional

from weights import Loader


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width)
        self.attention = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.feed_forward_norm = nn.LayerNorm(width)
        self.inner = nn.Linear(width, 4 * width)
        self.outer = nn.Linear(4 * width, width)

    def qkv(self, x):
        batch, length, width = x.shape
        parts = self.attention(self.attention_norm(x)).split(width, dim=2)
        return [part.view(batch, length, self.heads, -1).transpose(1, 2) for part in parts]  # [B, H, T, d]

    def finish(self, x, attended):
        x = x + self.output(attended.transpose(1, 2).reshape(x.shape))
        inner = functional.gelu(self.inner(self.feed_forward_norm(x)), approximate="tanh")
        return x + self.outer(inner)

    def forward(self, x):
        return self.finish(x, functional.scaled_dot_product_attention(*self.qkv(x), is_causal=True))


class Gpt(nn.Module):
    def __init__(self, task):
        super().__init__()
        width = task["width"]
        self.tokens = nn.Embedding(task["vocabulary"], width)
        self.positions = nn.Embedding(task["length"], width)
        self.blocks = nn.ModuleList(Block(width, task["heads"]) for _ in range(task["layers"]))
        self.norm = nn.LayerNorm(width)
        for parameter in self.parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, ids, labels):
        x = self.tokens(ids) + self.positions.weight[: ids.shape[1]]
        for block in self.blocks:
            x = block(x)
        logits = functional.linear(self.norm(x), self.tokens.weight)
        return functional.cross_entropy(logits.view(-1, logits.shape[-1]), labels.view(-1))

    def load(self, weights):
        loader = Loader(weights)
        loader.table(self.tokens, "tokens")
        loader.table(self.positions, "positions")
        for at, block in enumerate(self.blocks):
            loader.norm(block.attention_norm, f"blocks.{at}.attentionNorm")
            loader.attention((block.attention, block.output), f"blocks.{at}.attention")
            loader.norm(block.feed_forward_norm, f"blocks.{at}.feedForwardNorm")
            loader.linear(block.inner, f"blocks.{at}.feedForward.up")
            loader.linear(block.outer, f"blocks.{at}.feedForward.down")
        loader.norm(self.norm, "norm")
        loader.finish()

"""A T5: relative positions, RMS norm, no biases, and scores that are not divided by the root of the head's size."""

import math

import torch
from torch import nn
from torch.nn import functional

from weights import Loader


class Attention(nn.Module):
    """Attends to the sequence itself, whose queries, keys and values are one product, or across to another."""

    def __init__(self, width, heads, cross):
        super().__init__()
        self.heads = heads
        self.queries = nn.Linear(width, width, bias=False) if cross else None
        self.projection = nn.Linear(width, (2 if cross else 3) * width, bias=False)
        self.output = nn.Linear(width, width, bias=False)

    def split(self, x):
        batch, length, width = x.shape
        return x.view(batch, length, self.heads, -1).transpose(1, 2)  # [B, H, T, d]

    def forward(self, x, context, bias):
        width = x.shape[-1]
        if self.queries is None:
            queries, keys, values = map(self.split, self.projection(x).split(width, dim=2))
        else:
            queries = self.split(self.queries(x))
            keys, values = map(self.split, self.projection(context).split(width, dim=2))
        attended = functional.scaled_dot_product_attention(queries, keys, values, attn_mask=bias, scale=1.0)
        return self.output(attended.transpose(1, 2).reshape(x.shape))

    def load(self, loader, name):
        if self.queries is not None:
            loader.linear(self.queries, f"{name}.queries")
        parts = ("keys", "values") if self.queries is not None else ("queries", "keys", "values")
        loader.linear(self.projection, *(f"{name}.{part}" for part in parts))
        loader.linear(self.output, f"{name}.output")


class Block(nn.Module):
    def __init__(self, width, heads, cross):
        super().__init__()
        self.attention_norm = nn.RMSNorm(width, eps=1e-6)
        self.attention = Attention(width, heads, cross=False)
        self.cross_norm = nn.RMSNorm(width, eps=1e-6) if cross else None
        self.cross = Attention(width, heads, cross=True) if cross else None
        self.feed_forward_norm = nn.RMSNorm(width, eps=1e-6)
        self.inner = nn.Linear(width, 4 * width, bias=False)
        self.outer = nn.Linear(4 * width, width, bias=False)

    def forward(self, x, bias, context):
        x = x + self.attention(self.attention_norm(x), None, bias)
        if self.cross is not None:
            x = x + self.cross(self.cross_norm(x), context, None)
        return x + self.outer(functional.relu(self.inner(self.feed_forward_norm(x))))

    def load(self, loader, name):
        loader.norm(self.attention_norm, f"{name}.attentionNorm")
        self.attention.load(loader, f"{name}.attention")
        if self.cross is not None:
            loader.norm(self.cross_norm, f"{name}.crossNorm")
            self.cross.load(loader, f"{name}.cross")
        loader.norm(self.feed_forward_norm, f"{name}.feedForwardNorm")
        loader.linear(self.inner, f"{name}.feedForward.up")
        loader.linear(self.outer, f"{name}.feedForward.down")


class Stack(nn.Module):
    """An encoder or, with cross-attention, a decoder; the relative positions are the same in all its blocks."""

    def __init__(self, task, cross):
        super().__init__()
        width, heads, length = task["width"], task["heads"], task["length"]
        self.positions = nn.Embedding(32, heads)
        self.blocks = nn.ModuleList(Block(width, heads, cross) for _ in range(task["layers"]))
        self.norm = nn.RMSNorm(width, eps=1e-6)
        self.register_buffer("buckets", buckets(length, both_sides=not cross))
        mask = torch.full((length, length), -math.inf).triu(1) if cross else torch.zeros(length, length)
        self.register_buffer("mask", mask)

    def forward(self, x, context=None):
        bias = self.positions(self.buckets).permute(2, 0, 1)[None] + self.mask  # [1, H, T, T]
        for block in self.blocks:
            x = block(x, bias, context)
        return self.norm(x)

    def load(self, loader, name):
        loader.table(self.positions, f"{name}.positions")
        for at, block in enumerate(self.blocks):
            block.load(loader, f"{name}.blocks.{at}")
        loader.norm(self.norm, f"{name}.norm")


class T5(nn.Module):
    def __init__(self, task):
        super().__init__()
        self.width = task["width"]
        self.tokens = nn.Embedding(task["vocabulary"], self.width)
        self.encoder = Stack(task, cross=False)
        self.decoder = Stack(task, cross=True)

    def forward(self, ids, labels):
        written = functional.pad(labels[:, :-1], (1, 0)).clamp(min=0)
        hidden = self.decoder(self.tokens(written), self.encoder(self.tokens(ids)))
        logits = functional.linear(hidden / math.sqrt(self.width), self.tokens.weight)
        return functional.cross_entropy(logits.view(-1, logits.shape[-1]), labels.view(-1), ignore_index=-1)

    def load(self, weights):
        loader = Loader(weights)
        loader.table(self.tokens, "tokens")
        self.encoder.load(loader, "encoder")
        self.decoder.load(loader, "decoder")
        loader.finish()


def buckets(length, both_sides, count=32, furthest=128):
    """The bucket of each distance from query to key, [T, T] (Raffel et al., 2020, section 2.1)."""
    places = torch.arange(length)
    apart = places[None, :] - places[:, None]
    side = count // 2 if both_sides else count
    start = side * (apart > 0) if both_sides else 0
    distance = apart.abs() if both_sides else (-apart).clamp(min=0)
    exact = side // 2
    share = (distance.clamp(min=1).float() / exact).log() / math.log(furthest / exact)
    far = (exact + (share * (side - exact)).long()).clamp(max=side - 1)
    return start + torch.where(distance < exact, distance, far)

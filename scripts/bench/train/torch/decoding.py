"""Greedy decoding with the keys and values of the tokens before kept in tensors of the full length."""

import torch
from torch.nn import functional

from gpt import Gpt


class Decoding:
    """Takes the likeliest token after the one before, and gives its logit; at the end of the length it starts anew."""

    def __init__(self, task, compiled):
        self.model = Gpt(task).eval()
        self.length = task["length"]
        head_size = task["width"] // task["heads"]
        shape = (1, task["heads"], self.length, head_size)
        self.keys = [torch.zeros(shape) for _ in range(task["layers"])]
        self.values = [torch.zeros(shape) for _ in range(task["layers"])]
        self.places = torch.arange(self.length)
        # A compiled step has one shape: it attends to the whole length under a mask. Eager attends to what is there.
        self.logits = torch.compile(self.masked) if compiled else self.sliced
        self.compiled = compiled
        self.reset()

    def reset(self):
        self.token, self.position = 1, 0

    def masked(self, token, position):
        x = self.model.tokens(token).view(1, 1, -1) + self.model.positions(position)
        mask = (self.places <= position).view(1, 1, 1, -1)
        for block, keys, values in zip(self.model.blocks, self.keys, self.values):
            query, key, value = block.qkv(x)
            keys.index_copy_(2, position, key)
            values.index_copy_(2, position, value)
            attended = functional.scaled_dot_product_attention(query, keys, values, attn_mask=mask)
            x = block.finish(x, attended)
        return functional.linear(self.model.norm(x), self.model.tokens.weight)

    def sliced(self, token, position):
        x = self.model.tokens.weight[token].view(1, 1, -1) + self.model.positions.weight[position]
        for block, keys, values in zip(self.model.blocks, self.keys, self.values):
            query, key, value = block.qkv(x)
            keys[:, :, position : position + 1] = key
            values[:, :, position : position + 1] = value
            attended = functional.scaled_dot_product_attention(
                query, keys[:, :, : position + 1], values[:, :, : position + 1]
            )
            x = block.finish(x, attended)
        return functional.linear(self.model.norm(x), self.model.tokens.weight)

    @torch.inference_mode()
    def step(self, _rate):
        if self.position == self.length:
            self.reset()
        if self.compiled:
            logits = self.logits(torch.tensor([self.token]), torch.tensor([self.position]))
        else:
            logits = self.logits(self.token, self.position)
        self.position += 1
        largest, token = logits.view(-1).max(dim=0)
        self.token = token.item()
        return largest.item()

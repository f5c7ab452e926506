"""Reads the weights of our side: raw float32 beside an index of their names and shapes, in the order of the file."""

import json
import math

import numpy
import torch


def read_weights(path):
    values = numpy.fromfile(f"{path}.bin", dtype=numpy.float32)
    with open(f"{path}.json", encoding="utf-8") as file:
        index = json.load(file)
    weights, at = {}, 0
    for name, shape in index:
        size = math.prod(shape)
        weights[name] = torch.from_numpy(values[at : at + size].reshape(shape))
        at += size
    if at != len(values):
        raise ValueError(f"Cannot read {path}.bin: it holds {len(values)} numbers, the index says {at}")
    return weights


class Loader:
    """Copies our weights into a twin, and refuses to leave one over. Our linear weights are [in, out], PyTorch's [out, in]."""

    def __init__(self, weights):
        self.weights = dict(weights)

    def take(self, name):
        if name not in self.weights:
            raise ValueError(f"Cannot find {name!r} among our weights; left are {list(self.weights)[:6]}")
        return self.weights.pop(name)

    def table(self, layer, name):
        self.copy(layer.weight, self.take(f"{name}.weight"))

    def linear(self, layer, *names):
        """Several of our layers stand side by side in one of PyTorch's."""
        self.copy(layer.weight, torch.cat([self.take(f"{name}.weight").T for name in names]))
        if layer.bias is not None:
            self.copy(layer.bias, torch.cat([self.take(f"{name}.bias") for name in names]))

    def attention(self, layers, name):
        qkv, output = layers
        self.linear(qkv, *(f"{name}.{part}" for part in ("queries", "keys", "values")))
        self.linear(output, f"{name}.output")

    def norm(self, layer, name):
        self.copy(layer.weight, self.take(f"{name}.scale"))
        if getattr(layer, "bias", None) is not None:
            self.copy(layer.bias, self.take(f"{name}.shift"))

    def finish(self):
        if self.weights:
            raise ValueError(f"Cannot use all of our weights: {list(self.weights)} are left over")

    @staticmethod
    @torch.no_grad()
    def copy(parameter, values):
        if parameter.shape != values.shape:
            raise ValueError(f"Cannot copy {tuple(values.shape)} into {tuple(parameter.shape)}")
        parameter.copy_(values)

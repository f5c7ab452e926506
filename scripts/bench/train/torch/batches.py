"""Reads the batches that both sides train on."""

import math

import numpy
import torch


class Batches:
    """The batches of a file of int32, one after the other and then from the start; each is a tensor for each shape."""

    def __init__(self, path, shapes):
        self.shapes = shapes
        size = sum(math.prod(shape) for shape in shapes)
        self.rows = numpy.fromfile(path, dtype=numpy.int32).reshape(-1, size)
        self.count = len(self.rows)
        self.taken = 0

    def next(self):
        row = self.rows[self.taken % self.count]
        self.taken += 1
        tensors, at = [], 0
        for shape in self.shapes:
            size = math.prod(shape)
            tensors.append(torch.from_numpy(row[at : at + size].astype(numpy.int64)).view(shape))
            at += size
        return tensors

"""Writes test/golden/skip-gram.json: the loss of negative sampling and its gradients by PyTorch, and the word frequencies' two laws by NumPy.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/skip_gram.py

Everything is computed in float64, so that the differences the tests see are ours alone.
"""

import numpy
import torch
from torch.nn.functional import logsigmoid

from golden_file import array, write

torch.manual_seed(20260102)


def draw(*shape, size=1.0):
    """Normal numbers, as float64, with few enough decimals that the file holds them exactly."""
    return (torch.randn(shape, dtype=torch.float64) * size).round(decimals=4)


def loss(name, words, width, batch, negatives, size=1.0):
    tables = {"centres.weight": draw(words, width, size=size), "contexts.weight": draw(words, width, size=size)}
    for table in tables.values():
        table.requires_grad_()
    centres = torch.randint(words, (batch,))
    contexts = torch.randint(words, (batch, 1 + negatives))
    middle = tables["centres.weight"][centres]
    near = tables["contexts.weight"][contexts]
    scores = torch.einsum("bc,bkc->bk", middle, near)
    signs = torch.tensor([1.0] + [-1.0] * negatives, dtype=torch.float64)
    value = -logsigmoid(signs * scores).sum(1).mean()
    value.backward()
    return {
        "name": name,
        "centres": array(centres),
        "contexts": array(contexts),
        "parameters": {key: array(table) for key, table in tables.items()},
        "loss": round(value.item(), 7),
        "gradients": {key: array(table.grad) for key, table in tables.items()},
    }


def frequencies(name, counts, power, threshold):
    counts = numpy.array(counts, dtype=numpy.float64)
    weights = numpy.where(counts > 0, counts, 1) ** power * (counts > 0)
    share = numpy.maximum(counts, 1e-300) / counts.sum()
    keep = numpy.minimum(1, numpy.sqrt(threshold / share))
    return {
        "name": name,
        "counts": counts.tolist(),
        "power": power,
        "threshold": threshold,
        "noise": numpy.round(weights / weights.sum(), 12).tolist(),
        "keep": numpy.round(keep, 12).tolist(),
    }


write(
    "skip-gram",
    f"PyTorch {torch.__version__.split('+')[0]}, NumPy {numpy.__version__}",
    [
        loss("a loss of one pair", 5, 3, 1, 1),
        loss("a loss of several pairs", 9, 4, 6, 5),
        loss("a loss of large scores", 6, 8, 4, 3, size=6),
        frequencies("frequencies as in the paper", [1000, 300, 20, 7, 1], 0.75, 0.01),
        frequencies("frequencies of all alike, and a word that never occurs", [5, 0, 50], 0, 0.2),
    ],
)

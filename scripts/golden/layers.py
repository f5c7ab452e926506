"""Writes test/golden/layers.json: PyTorch's linear layer, embedding and cross-entropy, forward and backward.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/layers.py

Computed in float64. Each case's gradients are those of sum(output * upstream).
"""

import torch
from torch.nn import functional

from golden_file import array, write

torch.manual_seed(20260102)


def draw(*shape, size=1.0):
    """Normal numbers, as float64, with few enough decimals that the file holds them exactly."""
    return (torch.randn(shape, dtype=torch.float64) * size).round(decimals=4)


def case(name, kind, inputs, output, **constants):
    upstream = draw(*output.shape)
    (output * upstream).sum().backward()
    return {
        "name": name,
        "kind": kind,
        "inputs": {key: array(tensor) for key, tensor in inputs.items()},
        **{key: array(tensor) for key, tensor in constants.items()},
        "upstream": array(upstream),
        "outputs": {"output": array(output)},
        "gradients": {key: array(tensor.grad) for key, tensor in inputs.items()},
    }


def linear(name, x, output_size, bias=True):
    # Ours is [in, out], PyTorch's [out, in].
    inputs = {"x": x, "weight": draw(x.shape[-1], output_size)} | ({"bias": draw(output_size)} if bias else {})
    for tensor in inputs.values():
        tensor.requires_grad_()
    output = functional.linear(x, inputs["weight"].T, inputs.get("bias"))
    return case(name, "linear", inputs, output)


def embedding(name, vocabulary_size, width, ids):
    weight = draw(vocabulary_size, width).requires_grad_()
    return case(name, "embedding", {"weight": weight}, functional.embedding(ids, weight), ids=ids)


def cross_entropy(name, logits, labels):
    logits.requires_grad_()
    output = functional.cross_entropy(logits.reshape(-1, logits.shape[-1]), labels.flatten(), ignore_index=-1)
    return case(name, "crossEntropy", {"logits": logits}, output, labels=labels)


cases = [
    linear("a vector", draw(3), 2),
    linear("a batch", draw(4, 3), 5),
    linear("a batch of sequences", draw(2, 3, 4), 5),
    linear("no bias", draw(2, 3, 4), 2, bias=False),
    embedding("one sequence", 5, 3, torch.tensor([4, 0, 2])),
    embedding("repeated ids add up", 4, 2, torch.tensor([[1, 1, 3], [3, 1, 0]])),
    cross_entropy("a batch", draw(4, 5), torch.tensor([0, 4, 2, 2])),
    cross_entropy("a batch of sequences", draw(2, 3, 6), torch.tensor([[5, 1, 0], [3, 3, 2]])),
    cross_entropy("labels that do not count", draw(2, 3, 4), torch.tensor([[0, -1, 3], [-1, -1, 1]])),
    cross_entropy("large logits", draw(3, 4, size=300), torch.tensor([1, 0, 3])),
]
write("layers", f"PyTorch {torch.__version__.split('+')[0]}", cases)

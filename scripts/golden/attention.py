"""Writes test/golden/attention.json: PyTorch's attention, forward and backward.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/attention.py

Everything is computed in float64, so that the differences the tests see are ours alone. Each case's gradients are those of sum(output * upstream).
"""

import torch
from torch.nn import MultiheadAttention
from torch.nn.functional import scaled_dot_product_attention

from golden_file import array, write

torch.manual_seed(20260101)


def draw(*shape, size=1.0):
    """Normal numbers, as float64, with few enough decimals that the file holds them exactly."""
    return (torch.randn(shape, dtype=torch.float64) * size).round(decimals=4)


def causal(length):
    return torch.ones(length, length, dtype=torch.bool).tril()


def padding(lengths, length):
    """[B, 1, length]: True where a key is no padding."""
    return (torch.arange(length)[None, :] < torch.tensor(lengths)[:, None])[:, None, :]


def scaled_dot_product(name, queries, keys, values, mask=None, scale=None):
    inputs = {"queries": queries, "keys": keys, "values": values}
    for tensor in inputs.values():
        tensor.requires_grad_()
    output = scaled_dot_product_attention(queries, keys, values, attn_mask=mask, scale=scale)
    # Attending to one-hot values gives the attention weights themselves.
    one_hot = torch.eye(keys.shape[-2], dtype=torch.float64).expand(*keys.shape[:-1], -1)
    weights = scaled_dot_product_attention(queries, keys, one_hot, attn_mask=mask, scale=scale)
    upstream = draw(*output.shape)
    (output * upstream).sum().backward()
    case = {
        "name": name,
        "inputs": {key: array(tensor) for key, tensor in inputs.items()},
        "upstream": array(upstream),
        "outputs": {"output": array(output), "weights": array(weights)},
        "gradients": {key: array(tensor.grad) for key, tensor in inputs.items()},
    }
    if mask is not None:
        case["mask"] = array(mask.int())
    if scale is not None:
        case["scale"] = scale
    return case


def multi_head(name, x, heads, context=None, mask=None, padded=None, bias=True):
    """`mask` and `padded` (key padding, [B, Tk]) are True where attending is allowed; PyTorch wants the opposite."""
    width = x.shape[-1]
    module = MultiheadAttention(width, heads, bias=bias, batch_first=True).double()
    for parameter in module.parameters():
        parameter.data = draw(*parameter.shape, size=0.5)
    inputs = {"x": x} if context is None else {"x": x, "context": context}
    for tensor in inputs.values():
        tensor.requires_grad_()
    source = x if context is None else context
    output, weights = module(
        x,
        source,
        source,
        attn_mask=None if mask is None else ~mask,
        key_padding_mask=None if padded is None else ~padded,
        average_attn_weights=False,
    )
    upstream = draw(*output.shape)
    (output * upstream).sum().backward()

    def named(value):
        """PyTorch stacks the three projections and keeps [out, in]; we keep them apart, as [in, out]."""
        parts = value(module.in_proj_weight).chunk(3) + (value(module.out_proj.weight),)
        names = ("queries", "keys", "values", "output")
        arrays = {f"{part}.weight": array(weight.T) for part, weight in zip(names, parts)}
        if bias:
            parts = value(module.in_proj_bias).chunk(3) + (value(module.out_proj.bias),)
            arrays |= {f"{part}.bias": array(vector) for part, vector in zip(names, parts)}
        return arrays

    case = {
        "name": name,
        "heads": heads,
        "inputs": {key: array(tensor) for key, tensor in inputs.items()} | named(lambda parameter: parameter.data),
        "upstream": array(upstream),
        "outputs": {"output": array(output), "weights": array(weights)},
        "gradients": {key: array(tensor.grad) for key, tensor in inputs.items()}
        | named(lambda parameter: parameter.grad),
    }
    if mask is not None:
        case["mask"] = array(mask.int())
    if padded is not None:
        case["mask"] = array(padded[:, None, :].int())
    return case


cases = [
    scaled_dot_product("one sequence, no batch", draw(3, 4), draw(5, 4), draw(5, 2)),
    scaled_dot_product("a batch, as many queries as keys", draw(2, 4, 3), draw(2, 4, 3), draw(2, 4, 3)),
    scaled_dot_product("batch and heads", draw(2, 2, 3, 4), draw(2, 2, 5, 4), draw(2, 2, 5, 4)),
    scaled_dot_product("a causal mask", draw(2, 5, 4), draw(2, 5, 4), draw(2, 5, 4), mask=causal(5)),
    scaled_dot_product(
        "a padding mask", draw(3, 2, 4), draw(3, 5, 4), draw(3, 5, 4), mask=padding([5, 1, 3], 5)
    ),
    scaled_dot_product(
        "a causal and a padding mask",
        draw(2, 2, 4, 3),
        draw(2, 2, 4, 3),
        draw(2, 2, 4, 3),
        mask=(causal(4) & padding([4, 2], 4))[:, None],
    ),
    scaled_dot_product("a scale of its own", draw(2, 3, 4), draw(2, 3, 4), draw(2, 3, 4), scale=0.1),
    scaled_dot_product("large scores", draw(3, 4, size=30), draw(3, 4, size=30), draw(3, 4)),
    multi_head("multi-head, self", draw(2, 3, 4), heads=2),
    multi_head("multi-head, self, one head, no bias", draw(2, 3, 4), heads=1, bias=False),
    multi_head("multi-head, self, causal", draw(2, 4, 6), heads=3, mask=causal(4)),
    multi_head("multi-head, self, padding", draw(2, 4, 4), heads=2, padded=padding([4, 2], 4)[:, 0]),
    multi_head("multi-head, cross", draw(2, 2, 4), heads=4, context=draw(2, 5, 4)),
    multi_head(
        "multi-head, cross, padding", draw(2, 3, 4), heads=2, context=draw(2, 4, 4), padded=padding([1, 3], 4)[:, 0]
    ),
]
write("attention", f"PyTorch {torch.__version__.split('+')[0]}", cases)

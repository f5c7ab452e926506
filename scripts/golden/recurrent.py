"""Writes test/golden/recurrent.json: PyTorch's nn.RNN, nn.LSTM and nn.GRU, forward and backward.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/recurrent.py

Computed in float64, each from an initial state of its own. Each case's gradients are those of the sum of all outputs,
each times its upstream. Parameters have PyTorch's names and shapes.
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden_file import array, write

torch.manual_seed(20260105)

MODULES = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
BATCH, LENGTH, INPUTS, HIDDEN = 3, 4, 2, 3


def draw(*shape, size=1.0):
    """Normal numbers, as float64, with few enough decimals that the file holds them exactly."""
    return (torch.randn(shape, dtype=torch.float64) * size).round(decimals=4)


def case(kind, layers, directions, lengths=None):
    module = MODULES[kind](INPUTS, HIDDEN, layers, batch_first=True, bidirectional=directions == 2).double()
    for parameter in module.parameters():
        parameter.data = draw(*parameter.shape, size=0.7)
    inputs = {"x": draw(BATCH, LENGTH, INPUTS), "hidden": draw(layers * directions, BATCH, HIDDEN)}
    if kind == "lstm":
        inputs["cell"] = draw(layers * directions, BATCH, HIDDEN)
    for tensor in inputs.values():
        tensor.requires_grad_()
    initial = (inputs["hidden"], inputs["cell"]) if kind == "lstm" else inputs["hidden"]
    x = inputs["x"]
    if lengths is not None:
        x = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
    outputs, last = module(x, initial)
    if lengths is not None:
        outputs, _ = pad_packed_sequence(outputs, batch_first=True, total_length=LENGTH)
    results = {"outputs": outputs} | (dict(zip(("hidden", "cell"), last)) if kind == "lstm" else {"hidden": last})
    upstream = {name: draw(*tensor.shape) for name, tensor in results.items()}
    sum((tensor * upstream[name]).sum() for name, tensor in results.items()).backward()
    parameters = dict(module.named_parameters())
    words = [f"{layers} layer{'s' if layers > 1 else ''}", f"{directions} direction{'s' if directions > 1 else ''}"]
    return {
        "name": ", ".join([kind.upper(), *words, *(["padding"] if lengths else [])]),
        "kind": kind,
        "layers": layers,
        "bidirectional": directions == 2,
        **({"lengths": lengths} if lengths else {}),
        "inputs": {name: array(tensor) for name, tensor in inputs.items()},
        "parameters": {name: array(tensor) for name, tensor in parameters.items()},
        "upstream": {name: array(tensor) for name, tensor in upstream.items()},
        "outputs": {name: array(tensor) for name, tensor in results.items()},
        "gradients": {name: array(tensor.grad) for name, tensor in (inputs | parameters).items()},
    }


cases = [case(kind, layers, directions) for kind in MODULES for layers in (1, 2) for directions in (1, 2)]
cases += [case(kind, 2, 2, lengths=[4, 1, 3]) for kind in MODULES]
write("recurrent", f"PyTorch {torch.__version__.split('+')[0]}", cases)

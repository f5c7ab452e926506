"""Writes test/golden/optimizers.json: 20 steps of PyTorch's AdamW and SGD, with clipped and unclipped gradients.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/optimizers.py

Computed in float64, with another learning rate in each step. The gradients are given, the same for every case.
"""

import torch

from golden_file import array, write

torch.manual_seed(20260104)

STEPS = 20
SHAPES = {"weight": (3, 4), "bias": (4,), "scale": (5,)}


def draw(*shape, size=1.0):
    """Normal numbers, as float64, with few enough decimals that the file holds them exactly."""
    return (torch.randn(shape, dtype=torch.float64) * size).round(decimals=4)


start = {name: draw(*shape) for name, shape in SHAPES.items()}
gradients = [{name: draw(*shape, size=0.5) for name, shape in SHAPES.items()} for _ in range(STEPS)]
# One number whose gradients are tiny, where epsilon counts.
for step in gradients:
    step["scale"][0] = (step["scale"][0] * 1e-7).round(decimals=11)
rates = [round(0.05 * (1 + step) / STEPS, 6) for step in range(STEPS)]


def case(name, make, clip=None, **settings):
    parameters = {key: torch.nn.Parameter(value.clone()) for key, value in start.items()}
    optimizer = make(parameters)
    norms = []
    for step in range(STEPS):
        for key, parameter in parameters.items():
            parameter.grad = gradients[step][key].clone()
        norm = torch.nn.utils.clip_grad_norm_(parameters.values(), float("inf") if clip is None else clip)
        norms.append(round(norm.item(), 7))
        for group in optimizer.param_groups:
            group["lr"] = rates[step]
        optimizer.step()
    return {
        "name": name,
        "settings": settings,
        **({} if clip is None else {"clip": clip}),
        "norms": norms,
        "parameters": {key: array(parameter) for key, parameter in parameters.items()},
    }


def adam_w(name, clip=None, beta1=0.9, beta2=0.999, epsilon=1e-8, decay=0.01):
    def make(parameters):
        groups = [
            {"params": [parameter for parameter in parameters.values() if parameter.dim() >= 2], "weight_decay": decay},
            {"params": [parameter for parameter in parameters.values() if parameter.dim() < 2], "weight_decay": 0.0},
        ]
        return torch.optim.AdamW(groups, betas=(beta1, beta2), eps=epsilon)

    settings = {"rule": "adamW", "beta1": beta1, "beta2": beta2, "epsilon": epsilon, "weightDecay": decay}
    return case(name, make, clip, **settings)


def sgd(name, clip=None, momentum=0.0, nesterov=False):
    def make(parameters):
        return torch.optim.SGD(parameters.values(), lr=1.0, momentum=momentum, nesterov=nesterov)

    return case(name, make, clip, rule="sgd", momentum=momentum, nesterov=nesterov)


header = {
    "name": "what goes in",
    "start": {key: array(value) for key, value in start.items()},
    "gradients": [{key: {"shape": list(value.shape), "values": value.flatten().tolist()} for key, value in step.items()} for step in gradients],
    "rates": rates,
}
cases = [
    header,
    adam_w("AdamW"),
    adam_w("Adam: no decay", decay=0.0),
    adam_w("AdamW, strong decay, quick second moment", beta2=0.95, decay=0.5),
    adam_w("AdamW, large epsilon", epsilon=1e-3),
    adam_w("AdamW, clipped", clip=1.0),
    sgd("plain SGD"),
    sgd("SGD with momentum", momentum=0.9),
    sgd("SGD with Nesterov's momentum", momentum=0.9, nesterov=True),
    sgd("SGD, clipped", clip=0.5, momentum=0.5),
]
write("optimizers", f"PyTorch {torch.__version__.split('+')[0]}", cases)

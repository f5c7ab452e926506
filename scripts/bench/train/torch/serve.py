"""PyTorch's side of the benchmark: reads a request from stdin, a JSON object a line, and answers each with a line."""

import json
import os
import sys
import time

import torch

from batches import Batches
from decoding import Decoding
from models import create_model
from weights import read_weights


class Training:
    """A model in training: fused AdamW, whose decay spares what has one axis, as nanoGPT has it."""

    def __init__(self, task, compiled):
        self.model = create_model(task)
        self.clip = task.get("clip")
        decayed = [p for p in self.model.parameters() if p.dim() >= 2]
        others = [p for p in self.model.parameters() if p.dim() < 2]
        self.optimizer = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": task["weightDecay"]}, {"params": others, "weight_decay": 0.0}],
            lr=1e-3,
            betas=(task["beta1"], task["beta2"]),
            eps=1e-8,
            fused=True,
        )
        self.batches = Batches(task["batches"], task["inputs"])
        self.loss = torch.compile(self.model) if compiled else self.model

    def step(self, rate):
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(*self.batches.next())
        loss.backward()
        if self.clip is not None:
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.clip)
        self.optimizer.step()
        return loss.item()

    @torch.inference_mode()
    def evaluate(self, path):
        batches = Batches(path, self.batches.shapes)
        losses = [self.model(*batches.next()).item() for _ in range(batches.count)]
        return sum(losses) / len(losses)


def start(request):
    torch.manual_seed(1)
    torch.set_num_threads(request["threads"])
    task = request["task"]
    work = (Decoding if task["kind"] == "decoding" else Training)(task, request["compiled"])
    if request.get("weights"):
        work.model.load(read_weights(request["weights"]))
    return work


def take_steps(work, request):
    """Times each step, from its batch to its loss, which is read; the result of a decoding step is the largest logit."""
    milliseconds, results = [], []
    for rate in request["rates"]:
        begin = time.perf_counter()
        results.append(work.step(rate))
        milliseconds.append((time.perf_counter() - begin) * 1000)
    return {"milliseconds": milliseconds, "results": results}


def multiply(request):
    """Times products of two square float32 matrices."""
    torch.set_num_threads(request["threads"])
    size = request["size"]
    a, b = torch.randn(size, size), torch.randn(size, size)
    milliseconds = []
    for _ in range(request["count"]):
        begin = time.perf_counter()
        (a @ b)[0, 0].item()
        milliseconds.append((time.perf_counter() - begin) * 1000)
    return {"milliseconds": milliseconds}


def peak_memory():
    """The most memory that this process has had, in MiB; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def answer(work, request):
    match request["do"]:
        case "steps":
            return take_steps(work, request)
        case "evaluate":
            return {"loss": work.evaluate(request["path"])}
        case "multiply":
            return multiply(request)
        case "memory":
            return {"mebibytes": peak_memory()}
        case "version":
            return {"version": torch.__version__}
    raise ValueError(f"Cannot do {request['do']!r}: it is none of start, steps, evaluate, multiply, memory, version")


def main():
    # What libraries print must not come between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    work = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "start":
                work = start(request)
                result = {"parameters": sum(p.numel() for p in work.model.parameters())}
            else:
                result = answer(work, request)
        except Exception as error:
            result = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(result), file=answers, flush=True)


main()

"""Writes golden files: small JSON, one case a line, with the command that made them."""

import json
import platform
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "test" / "golden"


def array(tensor):
    """Turns a torch tensor into its shape and its numbers, to 7 decimals: the tests look at 5."""
    values = tensor.detach().flatten().tolist()
    return {"shape": list(tensor.shape), "values": [round(value, 7) for value in values]}


def write(name, made_with, cases):
    """Writes the cases to test/golden/<name>.json."""
    header = {
        "command": f"python scripts/golden/{Path(sys.argv[0]).name}",
        "madeWith": f"{made_with}, Python {platform.python_version()}",
    }
    lines = ",\n".join("  " + json.dumps(case, separators=(",", ":")) for case in cases)
    text = json.dumps(header)[:-1] + f', "cases": [\n{lines}\n]}}\n'
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(text)
    print(f"{name}.json: {len(cases)} cases, {len(text)} bytes")

"""Executes notebooks with nbclient, two at a time, and prints what became of each as JSON, by its name.

From standard input come, by name, the cells of a notebook (code, or code and tags) and the settings of the client.
"""

import asyncio
import json
import sys

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook


async def execute(cells, settings):
    notebook = new_notebook(
        cells=[new_code_cell(code, metadata={"tags": tags}) for code, *tags in cells],
        metadata={"kernelspec": {"name": "llmlab", "display_name": "TypeScript (llmlab)", "language": "typescript"}},
    )
    client = NotebookClient(notebook, **settings)
    try:
        await client.async_execute()
        failure = None
    except Exception as error:
        failure = {"type": type(error).__name__, "message": str(error)}
    outputs = [cell.outputs for cell in notebook.cells]
    counts = [cell.execution_count for cell in notebook.cells]
    return {"failure": failure, "outputs": outputs, "counts": counts, "language": notebook.metadata.get("language_info")}


async def main():
    orders = json.load(sys.stdin)
    lanes = asyncio.Semaphore(2)

    async def in_turn(order):
        async with lanes:
            return await execute(order["cells"], order["settings"])

    results = await asyncio.gather(*map(in_turn, orders.values()))
    print(json.dumps(dict(zip(orders, results))))


asyncio.run(main())

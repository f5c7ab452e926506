"""Settings of nbconvert for llmlab's own runs of notebooks: what happens to each cell is written down as JSON lines.

execute.ts passes the file to write to in LLMLAB_CELL_RECORD.
"""

import asyncio
import atexit
import json
import os
from queue import Empty

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from traitlets import Type

last_started = {}
notebook_cells = []
answered = {}  # the index of the cell by the id of the request that ran it
pending_errors = {}  # by the id of a request that is not answered yet
clients = []


def record(event, **content):
    with open(os.environ["LLMLAB_CELL_RECORD"], "a", encoding="utf-8") as file:
        file.write(json.dumps({"event": event, **content}) + "\n")


class WatchedChannel(AsyncZMQSocketChannel):
    """Sees errors that nbclient passes over: those of timers and promises, which come after their cell's answer."""

    async def get_msg(self, timeout=None):
        message = await super().get_msg(timeout)
        if message["msg_type"] == "error":
            note_error(message)
        return message


class WatchedClient(AsyncKernelClient):
    iopub_channel_class = Type(WatchedChannel)

    def start_channels(self, *args, **kwargs):
        clients.append(self)
        return super().start_channels(*args, **kwargs)


def note_error(message):
    request = message["parent_header"].get("msg_id")
    content = message["content"]
    text = "\n".join(content["traceback"]) or f"{content['ename']}: {content['evalue']}"
    if request in answered:
        record("stray", cell=answered[request], text=text)
    else:
        pending_errors.setdefault(request, []).append(text)


def on_notebook_start(notebook):
    notebook_cells[:] = notebook.cells


def on_cell_execute(cell, cell_index):
    last_started.update(cell=cell, index=cell_index)
    record("started", cell=cell_index)


async def on_cell_executed(cell, cell_index, execute_reply):
    status = execute_reply["content"]["status"]
    record("executed", cell=cell_index, status=status)
    request = execute_reply["parent_header"]["msg_id"]
    answered[request] = cell_index
    errors = pending_errors.pop(request, [])
    for text in errors[1:] if status == "error" else errors:
        record("stray", cell=cell_index, text=text)
    if all(later.cell_type != "code" for later in notebook_cells[cell_index + 1 :]):
        await wait_for_late_errors()


async def wait_for_late_errors():
    """Gives timers that outlive the last cell the time to fail: nobody reads what comes after it."""
    await asyncio.sleep(0.3)
    for client in clients:
        try:
            while True:
                await client.iopub_channel.get_msg(timeout=0)
        except Empty:
            pass


@atexit.register
def record_last_outputs():
    """A run that fails writes no notebook; the outputs of the cell where it stopped are kept here."""
    if last_started:
        record("stopped", cell=last_started["index"], outputs=last_started["cell"].get("outputs", []))


c = get_config()  # noqa: F821, given by traitlets
c.AsyncKernelManager.client_factory = WatchedClient
c.ExecutePreprocessor.on_notebook_start = on_notebook_start
c.ExecutePreprocessor.on_cell_execute = on_cell_execute
c.ExecutePreprocessor.on_cell_executed = on_cell_executed
c.ExecutePreprocessor.record_timing = False
c.ExecutePreprocessor.shutdown_kernel = "immediate"
# By default outputs that come late are dropped with a warning: a run on a busy machine would then differ.
c.ExecutePreprocessor.iopub_timeout = 30
c.ExecutePreprocessor.raise_on_iopub_timeout = True

"""Settings of nbconvert for llmlab's own runs of notebooks: what happens to each cell is written down as JSON lines.

execute.ts passes the file to write to in LLMLAB_CELL_RECORD.
"""

import atexit
import json
import os
import time

last_started = {}


def record(event, **content):
    with open(os.environ["LLMLAB_CELL_RECORD"], "a", encoding="utf-8") as file:
        file.write(json.dumps({"event": event, **content}) + "\n")


def on_cell_execute(cell, cell_index):
    last_started.update(cell=cell, index=cell_index)
    record("started", cell=cell_index)


def on_cell_executed(cell, cell_index, execute_reply):
    status = execute_reply["content"]["status"]
    record("executed", cell=cell_index, status=status)
    if status != "ok":
        # tslab skips, without a word, every cell that reaches it within 200 ms of a failed one.
        time.sleep(0.3)


@atexit.register
def record_last_outputs():
    """A run that fails writes no notebook; the outputs of the cell where it stopped are kept here."""
    if last_started:
        record("stopped", cell=last_started["index"], outputs=last_started["cell"].get("outputs", []))


c = get_config()  # noqa: F821, given by traitlets
c.ExecutePreprocessor.on_cell_execute = on_cell_execute
c.ExecutePreprocessor.on_cell_executed = on_cell_executed
c.ExecutePreprocessor.record_timing = False
c.ExecutePreprocessor.shutdown_kernel = "immediate"
# By default outputs that come late are dropped with a warning: a run on a busy machine would then differ.
c.ExecutePreprocessor.iopub_timeout = 30
c.ExecutePreprocessor.raise_on_iopub_timeout = True

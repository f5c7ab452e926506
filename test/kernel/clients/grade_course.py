"""Runs an assignment through nbgrader as an instructor does, in one process, in the folder of the course.

From standard input comes what the students answer: the code of answer cells, by student and cell. The scores go to
standard output as JSON, by student and test cell.
"""

import json
import os
import sys

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import AutogradeApp, GenerateAssignmentApp, GenerateFeedbackApp


def run(command, *args):
    app = command.instance()
    app.initialize(list(args))
    app.start()
    # The next command is another application, and there can only be one.
    app.clear_instance()


def submit(assignment, student, answers):
    notebook = nbformat.read(f"release/{assignment}/{assignment}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    folder = f"submitted/{student}/{assignment}"
    os.makedirs(folder)
    nbformat.write(notebook, f"{folder}/{assignment}.ipynb")


(assignment,) = sys.argv[1:]
run(GenerateAssignmentApp, assignment, "--create")
for student, answers in json.load(sys.stdin).items():
    submit(assignment, student, answers)
run(AutogradeApp, assignment, "--create", "--Execute.timeout=6")
run(GenerateFeedbackApp, assignment)
with Gradebook("sqlite:///gradebook.db") as gradebook:
    scores = {
        submission.student.id: {grade.name: grade.score for notebook in submission.notebooks for grade in notebook.grades}
        for submission in gradebook.assignment_submissions(assignment)
    }
print(json.dumps(scores))

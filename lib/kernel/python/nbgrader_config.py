"""llmlab's settings for nbgrader: what stands in place of a solution in TypeScript.

`npm run setup` and `npx llmlab kernel install --sys-prefix` put this file into the Python environment, where nbgrader
reads it before a course's own nbgrader_config.py. That may load it itself:

    load_subconfig("nbgrader_config.py", path="<llmlab>/lib/kernel/python")
"""

from nbgrader.preprocessors import ClearSolutions

c = get_config()  # noqa: F821, given by traitlets

# By the language of the notebook's kernelspec. nbgrader's own languages keep their stubs.
c.ClearSolutions.code_stub = {
    **ClearSolutions().code_stub,
    "typescript": '// YOUR CODE HERE\nthrow new Error("Not implemented");',
}

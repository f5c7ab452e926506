"""Runs jupyter_kernel_test on an installed kernel and prints what became of each of its tests as JSON.

    python llmlab_kernel_tests.py KERNEL [SAMPLES]

SAMPLES names the kernel whose cells are given: llmlab, tslab, deno or python; default: llmlab. A kernel that has no way
to do what a test asks for has no sample for it, and the test is skipped. JUPYTER_PATH says where kernels are looked for.
"""

import json
import signal
import sys
import unittest

import jupyter_kernel_test

TYPESCRIPT = {
    "language_name": "typescript",
    "file_extension": ".ts",
    "code_hello_world": 'console.log("hello, world");',
    "code_stderr": 'console.error("a word to stderr");',
    "completion_samples": [
        {"text": "Math.flo", "matches": ["floor"]},
        {"text": '"text".charCodeA', "matches": ["charCodeAt"]},
    ],
    "complete_code_samples": [
        "1 + 1",
        "const x: number = 1;",
        "function f(x: number): number {\n  return x;\n}",
        "await Promise.resolve(1)",
        "interface Point { x: number }",
    ],
    "incomplete_code_samples": ["function f(x: number) {", "const x = [1,", "const text = `open", "if (true) {\n"],
    "invalid_code_samples": ["const = 3;", "let 1x = 2;", "} else {"],
    "code_generate_error": 'throw new Error("on purpose");',
    "code_execute_result": [
        {"code": "6 * 7", "result": "42"},
        {"code": "[1, 2].length + 3", "result": "5"},
        {"code": '"a" + "b"', "result": "'ab'"},
    ],
    "code_history_pattern": "6 ? 7",
    "supported_history_operations": ("tail", "range", "search"),
    "code_inspect_sample": "Math.floor",
}

WITH_TSLAB = [
    {"code": 'import * as tslab from "tslab";\ntslab.display.html("<b>bold</b>");', "mime": "text/html"},
    {"code": 'tslab.display.svg("<svg></svg>");', "mime": "image/svg+xml"},
]

SAMPLES = {
    "llmlab": {
        **TYPESCRIPT,
        "code_display_data": WITH_TSLAB,
        "code_clear_output": 'import { clearOutput } from "llmlab/kernel";\nclearOutput();',
    },
    "tslab": {**TYPESCRIPT, "code_display_data": WITH_TSLAB},
    "deno": {
        **TYPESCRIPT,
        "code_display_data": [
            {"code": "Deno.jupyter.html`<b>bold</b>`", "mime": "text/html"},
            {
                "code": 'await Deno.jupyter.display({ "image/svg+xml": "<svg></svg>" }, { raw: true });',
                "mime": "image/svg+xml",
            },
        ],
        "code_clear_output": 'await Deno.jupyter.broadcast("clear_output", { wait: false });',
    },
    "python": {
        "language_name": "python",
        "file_extension": ".py",
        "code_hello_world": 'print("hello, world")',
        "code_stderr": 'import sys; print("a word to stderr", file=sys.stderr)',
        "completion_samples": [{"text": "impor", "matches": ["import"]}, {"text": "zi", "matches": ["zip"]}],
        "complete_code_samples": ["1 + 1", "x = 1", "def f(x):\n  return x\n\n"],
        "incomplete_code_samples": ["def f(x):", "x = [1,", 'text = """open'],
        "invalid_code_samples": ["= 3", "1x = 2", "import = 7q"],
        "code_page_something": "zip?",
        "code_generate_error": 'raise Exception("on purpose")',
        "code_execute_result": [
            {"code": "6 * 7", "result": "42"},
            {"code": "len([1, 2]) + 3", "result": "5"},
            {"code": '"a" + "b"', "result": "'ab'"},
        ],
        "code_display_data": [
            {"code": 'from IPython.display import HTML, display; display(HTML("<b>bold</b>"))', "mime": "text/html"},
            {
                "code": 'from IPython.display import SVG; display(SVG("<svg></svg>"))',
                "mime": "image/svg+xml",
            },
        ],
        "code_history_pattern": "6 ? 7",
        "supported_history_operations": ("tail", "range", "search"),
        "code_inspect_sample": "zip",
        "code_clear_output": "from IPython.display import clear_output; clear_output()",
    },
}


# The suite waits for some replies for ever; a kernel that does not send them fails.
SECONDS_PER_TEST = 30


class Outcome(unittest.TestResult):
    """Sorts the tests by what became of them; a test with a part that failed or was skipped counts as that."""

    def __init__(self):
        super().__init__()
        self.tests, self.broken, self.left_out = [], {}, {}

    def startTest(self, test):
        super().startTest(test)
        self.tests.append(name_of(test))
        set_alarm(SECONDS_PER_TEST)

    def stopTest(self, test):
        set_alarm(0)
        super().stopTest(test)

    def addError(self, test, err):
        super().addError(test, err)
        self.broken.setdefault(name_of(test), last_line(err))

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.broken.setdefault(name_of(test), last_line(err))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.left_out.setdefault(name_of(test), reason)

    def as_json(self):
        passed = [name for name in self.tests if name not in self.broken and name not in self.left_out]
        skipped = {name: reason for name, reason in self.left_out.items() if name not in self.broken}
        return {"passed": passed, "failed": self.broken, "skipped": skipped}


def set_alarm(seconds):
    # Windows has none.
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def give_up(_number, _frame):
    raise TimeoutError(f"no answer within {SECONDS_PER_TEST} s")


def name_of(test):
    # A part of a test, or a class that could not be set up, has no method of its own.
    return getattr(getattr(test, "test_case", test), "_testMethodName", str(test))


def last_line(err):
    kind, value, _ = err
    lines = str(value).strip().splitlines() or [""]
    return f"{kind.__name__}: {lines[-1]}"


def main(kernel, samples):
    attributes = {"kernel_name": kernel, **SAMPLES[samples]}
    suite = unittest.TestSuite()
    for name, base, extra in (
        ("KernelTests", jupyter_kernel_test.KernelTests, attributes),
        ("IopubWelcomeTests", jupyter_kernel_test.IopubWelcomeTests, {"kernel_name": kernel, "support_iopub_welcome": True}),
    ):
        suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(type(name, (base,), extra)))
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, give_up)
    outcome = Outcome()
    suite.run(outcome)
    print(json.dumps(outcome.as_json()))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "llmlab")

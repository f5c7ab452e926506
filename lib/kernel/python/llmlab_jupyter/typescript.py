"""Writes papermill's parameters as TypeScript."""

import json
import math
import re

from papermill.exceptions import PapermillException
from papermill.models import Parameter
from papermill.translators import Translator

# Beyond these, numbers in JavaScript skip whole numbers.
LARGEST_EXACT = 2**53 - 1

DECLARATION = re.compile(
    r"^(?:const|let|var)\s+(?P<name>[\w$]+)\s*(?::\s*(?P<type>[^=\n]+?)\s*)?="
    r"\s*(?P<default>.*?)(?:;[ \t]*(?://[ \t]*(?P<help>.*))?)?$",
    re.MULTILINE,
)
IMPOSSIBLE_NAMES = frozenset(
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends"
    " false finally for function if implements import in instanceof interface let new null package private protected"
    " public return static super switch this throw true try typeof undefined var void while with yield".split()
)


class TypeScriptTranslator(Translator):
    """
    Translates the values that papermill takes from the command line, YAML and Python.

    A whole number that a JavaScript number cannot hold exactly becomes a bigint. Dates and the like, which YAML makes,
    become strings, as they do in papermill's other languages.
    """

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_int(cls, val):
        return f"{int(val)}" if abs(val) <= LARGEST_EXACT else f"{int(val)}n"

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        if math.isinf(val):
            return "Infinity" if val > 0 else "-Infinity"
        return float.__repr__(val)

    @classmethod
    def translate_escaped_str(cls, str_val):
        # JSON within ASCII: every string of it means the same in TypeScript, a lone surrogate and a line separator too.
        return json.dumps(str(str_val))

    @classmethod
    def translate_list(cls, val):
        return f"[{', '.join(cls.translate(item) for item in val)}]"

    @classmethod
    def translate_dict(cls, val):
        return f"{{ {', '.join(map(cls.property, val.items()))} }}" if val else "{}"

    @classmethod
    def property(cls, item):
        key, value = item
        name = json.dumps(str(key))
        # In brackets, since a plain "__proto__" would set the prototype.
        return f"{f'[{name}]' if key == '__proto__' else name}: {cls.translate(value)}"

    @classmethod
    def comment(cls, cmt_str):
        return "\n".join(f"// {line}".rstrip() for line in re.split(r"\r\n|[\n\r\u2028\u2029]", cmt_str))

    @classmethod
    def assign(cls, name, str_val):
        name = str(name)
        # A name in Python is one in TypeScript, but for the dollar sign and the words that mean something.
        if not name.replace("$", "_").isidentifier() or name in IMPOSSIBLE_NAMES:
            raise PapermillException(
                f'Cannot set the parameter "{name}": TypeScript cannot have a variable of that name;'
                " use letters, digits, _ and $"
            )
        # A constant would have the type of its one value, and be compared with no other: `"fast" === "slow"` is an error.
        return f"let {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        """Lists the names that a notebook lets be set: those that its cell tagged `parameters` declares, one a line."""
        return [
            Parameter(found["name"], found["type"] or "None", found["default"], found["help"] or "")
            for found in DECLARATION.finditer(parameters_cell["source"])
        ]

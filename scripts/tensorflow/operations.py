"""Writes lib/tensor/compile/operations.json: TensorFlow's stateless operations, as graphs refer to them.

    pip install tensorflow-cpu==2.21.0
    python scripts/tensorflow/operations.py

"Split": "split_dim, value:T > output*num_split" names the inputs with their type attributes, then the outputs; "*N"
stands for as many as the attribute N says. Left out: what keeps state or draws random numbers by itself, what works on
resources, variants and strings alone, and lists whose length follows from a list of types.
"""

import json
from pathlib import Path

from tensorflow.core.framework import op_def_pb2, types_pb2
from tensorflow.python.client import pywrap_tf_session

TARGET = Path(__file__).resolve().parents[2] / "lib" / "tensor" / "compile" / "operations.json"
UNUSABLE = {types_pb2.DT_RESOURCE, types_pb2.DT_VARIANT, types_pb2.DT_STRING}


def definitions():
    buffer = pywrap_tf_session.TF_GetAllOpList()
    operations = op_def_pb2.OpList()
    operations.ParseFromString(pywrap_tf_session.TF_GetBuffer(buffer))
    return operations.op


def is_plain(definition):
    arguments = [*definition.input_arg, *definition.output_arg]
    return (
        not definition.is_stateful
        and not definition.name.startswith("_")
        and len(definition.output_arg) > 0
        and not any(argument.type in UNUSABLE or argument.is_ref for argument in arguments)
        and not any(argument.type_list_attr for argument in arguments)
    )


def argument(definition, with_type):
    kind = f":{definition.type_attr}" if with_type and definition.type_attr else ""
    return definition.name + kind + (f"*{definition.number_attr}" if definition.number_attr else "")


def signature(definition):
    inputs = ", ".join(argument(each, True) for each in definition.input_arg)
    outputs = ", ".join(argument(each, False) for each in definition.output_arg)
    return f"{inputs} > {outputs}"


table = {definition.name: signature(definition) for definition in definitions() if is_plain(definition)}
lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(table[name])}" for name in sorted(table))
TARGET.write_text(f"{{\n{lines}\n}}\n")
print(f"{TARGET.name}: {len(table)} operations, {TARGET.stat().st_size} bytes")

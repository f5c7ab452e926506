"""The twins of our models, each written as PyTorch's users write it: fused layers, and attention by sdpa."""

from bert import Bert
from gpt import Gpt
from recurrent import Lstm
from t5 import T5

KINDS = {"gpt": Gpt, "bert": Bert, "encoder-decoder": T5, "lstm": Lstm}


def create_model(task):
    return KINDS[task["kind"]](task)

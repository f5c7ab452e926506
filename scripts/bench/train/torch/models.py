"""The twins of our models, each written as PyTorch's users write it: fused layers, and attention by sdpa."""

from bert import Bert
from gpt import Gpt
from recurrent import Lstm
from transformer import EncoderDecoder

KINDS = {"gpt": Gpt, "bert": Bert, "encoder-decoder": EncoderDecoder, "lstm": Lstm}


def create_model(task):
    return KINDS[task["kind"]](task)

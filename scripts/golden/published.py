"""Writes test/golden/published/*/ and published.json: small GPT-2, BERT and T5 as transformers saves them, their logits.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/published.py

The weights are float32, or float16 where the name says so; what comes out is computed from them in float64.
"""

import shutil

import torch
import transformers
from transformers import (
    BertConfig,
    BertForPreTraining,
    GPT2Config,
    GPT2LMHeadModel,
    T5Config,
    T5ForConditionalGeneration,
)

from golden_file import FOLDER, array, write

torch.manual_seed(20260110)
VOCABULARY = 61


def ids(*shape):
    return torch.randint(0, VOCABULARY, shape)


def save(name, model, type=torch.float32, **options):
    """Draws every weight anew, biases and norms too, so that none can take another's place; returns it in float64."""
    for parameter in model.parameters():
        parameter.data = torch.randn(parameter.shape) * 0.3
    folder = FOLDER / "published" / name
    shutil.rmtree(folder, ignore_errors=True)
    model.to(type).save_pretrained(folder, **options)
    (folder / "generation_config.json").unlink(missing_ok=True)
    print(name, sum(file.stat().st_size for file in folder.iterdir()), "bytes")
    return model.double().eval()


def gpt2():
    config = GPT2Config(
        vocab_size=VOCABULARY, n_positions=16, n_embd=16, n_layer=2, n_head=2, bos_token_id=0, eos_token_id=0
    )
    # Several files and their index.
    model = save("gpt2", GPT2LMHeadModel(config), max_shard_size="16kB")
    tokens = ids(2, 12)
    return {"name": "gpt2", "ids": array(tokens), "logits": array(model(tokens).logits)}


def bert():
    config = BertConfig(
        vocab_size=VOCABULARY,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=40,
        max_position_embeddings=16,
    )
    model = save("bert", BertForPreTraining(config))
    tokens, segments = ids(2, 9), torch.tensor([[0] * 4 + [1] * 5, [0] * 7 + [1] * 2])
    mask = torch.tensor([[1] * 9, [1] * 6 + [0] * 3])
    inputs = {"input_ids": tokens, "token_type_ids": segments, "attention_mask": mask}
    return {
        "name": "bert",
        "ids": array(tokens),
        "segments": array(segments),
        "mask": array(mask),
        "logits": array(model(**inputs).prediction_logits),
        "pooled": array(model.bert(**inputs).pooler_output),
    }


def t5():
    config = T5Config(
        vocab_size=VOCABULARY,
        d_model=16,
        d_kv=6,
        d_ff=24,
        num_layers=2,
        num_decoder_layers=3,
        num_heads=2,
        relative_attention_num_buckets=8,
        relative_attention_max_distance=12,
        decoder_start_token_id=0,
    )
    model = save("t5-float16", T5ForConditionalGeneration(config), type=torch.float16)
    tokens, written = ids(2, 20), ids(2, 7)
    mask = torch.tensor([[1] * 20, [1] * 15 + [0] * 5])
    logits = model(input_ids=tokens, attention_mask=mask, decoder_input_ids=written).logits
    return {
        "name": "t5",
        "ids": array(tokens),
        "written": array(written),
        "mask": array(mask),
        "logits": array(logits),
    }


write(
    "published",
    f"PyTorch {torch.__version__.split('+')[0]}, transformers {transformers.__version__}",
    [gpt2(), bert(), t5()],
)

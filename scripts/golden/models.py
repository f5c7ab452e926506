"""Writes test/golden/models.json: small GPT-2, Llama, BERT and T5, from transformers' own classes.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/models.py

Computed in float64 (rotary angles in float32, as transformers does). Each case holds the weights under our names, the logits, the loss, and its gradients.
"""

import torch
import transformers

from golden_file import array, write

torch.manual_seed(20260105)
VOCABULARY = 11


def redraw(model):
    """Gives every parameter numbers of its own, with few enough decimals that the file holds them exactly."""
    model = model.double().eval()
    for name, parameter in model.named_parameters():
        centre = 1.0 if "norm" in name.lower() or "ln_" in name else 0.0
        parameter.data = (centre * (parameter.dim() == 1) + torch.randn(parameter.shape, dtype=torch.float64) * 0.4).round(
            decimals=4
        )
    return model


def linear(ours, module, transposed=True):
    """A linear layer: ours is [in, out], PyTorch's [out, in]."""
    bias = getattr(module, "bias", None)
    return [(f"{ours}.weight", module.weight, transposed)] + ([(f"{ours}.bias", bias, False)] if bias is not None else [])


def norm(ours, module):
    bias = getattr(module, "bias", None)
    return [(f"{ours}.scale", module.weight, False)] + ([(f"{ours}.shift", bias, False)] if bias is not None else [])


def table(ours, module):
    return [(f"{ours}.weight", module.weight, False)]


class Part:
    """A slice of a parameter, which has its gradient as a parameter has."""

    def __init__(self, whole, index):
        self.whole, self.index = whole, index

    def detach(self):
        return self.whole.data[self.index]

    @property
    def grad(self):
        return self.whole.grad[self.index]


def case(name, kind, options, parameters, output, **inputs):
    output.loss.backward()
    turned = lambda tensor, transposed: array(tensor.detach().T if transposed else tensor.detach())
    return {
        "name": name,
        "kind": kind,
        "options": options,
        "inputs": {key: array(tensor.int()) for key, tensor in inputs.items()},
        "parameters": {ours: turned(theirs, turn) for ours, theirs, turn in parameters},
        "logits": array(output.logits),
        "loss": output.loss.item(),
        # A parameter that the loss does not reach (BERT's pooler) has no gradient.
        "gradients": {ours: turned(theirs.grad, turn) for ours, theirs, turn in parameters if theirs.grad is not None},
    }


def draw_ids(*shape):
    return torch.randint(VOCABULARY, shape)


def gpt2():
    width, heads, layers, context = 8, 2, 2, 6
    model = redraw(
        transformers.GPT2LMHeadModel(
            transformers.GPT2Config(
                vocab_size=VOCABULARY, n_positions=context, n_embd=width, n_layer=layers, n_head=heads, bos_token_id=0, eos_token_id=0
            )
        )
    )
    parameters = table("tokens", model.transformer.wte) + table("positions", model.transformer.wpe)
    for at, block in enumerate(model.transformer.h):
        # GPT-2 keeps [in, out] as we do, and queries, keys and values side by side.
        for part, ours in enumerate(("queries", "keys", "values")):
            columns = slice(part * width, (part + 1) * width)
            parameters += [
                (f"blocks.{at}.attention.{ours}.weight", Part(block.attn.c_attn.weight, (slice(None), columns)), False),
                (f"blocks.{at}.attention.{ours}.bias", Part(block.attn.c_attn.bias, columns), False),
            ]
        parameters += linear(f"blocks.{at}.attention.output", block.attn.c_proj, transposed=False)
        parameters += linear(f"blocks.{at}.feedForward.up", block.mlp.c_fc, transposed=False)
        parameters += linear(f"blocks.{at}.feedForward.down", block.mlp.c_proj, transposed=False)
        parameters += norm(f"blocks.{at}.attentionNorm", block.ln_1) + norm(f"blocks.{at}.feedForwardNorm", block.ln_2)
    parameters += norm("norm", model.transformer.ln_f)
    ids = draw_ids(2, 5)
    # transformers shifts the labels itself, and ignores -100; so do we, with -1.
    labels = torch.cat([ids[:, 1:], torch.full((2, 1), -1)], 1)
    options = {"contextLength": context, "width": width, "heads": heads, "layers": layers}
    return case("GPT-2", "gpt", options, parameters, model(ids, labels=ids), ids=ids, labels=labels)


def llama():
    width, heads, layers, context, inner = 8, 4, 2, 6, 10
    model = redraw(
        transformers.LlamaForCausalLM(
            transformers.LlamaConfig(
                vocab_size=VOCABULARY, max_position_embeddings=context, hidden_size=width, intermediate_size=inner,
                num_hidden_layers=layers, num_attention_heads=heads, num_key_value_heads=2, rms_norm_eps=1e-5,
                bos_token_id=0, eos_token_id=0,
            )
        )
    )
    parameters = table("tokens", model.model.embed_tokens)
    for at, block in enumerate(model.model.layers):
        for ours, theirs in {"queries": "q_proj", "keys": "k_proj", "values": "v_proj", "output": "o_proj"}.items():
            parameters += linear(f"blocks.{at}.attention.{ours}", getattr(block.self_attn, theirs))
        for part in ("gate", "up", "down"):
            parameters += linear(f"blocks.{at}.feedForward.{part}", getattr(block.mlp, f"{part}_proj"))
        parameters += norm(f"blocks.{at}.attentionNorm", block.input_layernorm)
        parameters += norm(f"blocks.{at}.feedForwardNorm", block.post_attention_layernorm)
    parameters += norm("norm", model.model.norm) + linear("output", model.lm_head)
    ids = draw_ids(2, 5)
    labels = torch.cat([ids[:, 1:], torch.full((2, 1), -1)], 1)
    options = {
        "contextLength": context, "width": width, "heads": heads, "layers": layers, "keyValueHeads": 2,
        "feedForwardWidth": inner, "modern": True,
    }
    return case("Llama", "gpt", options, parameters, model(ids, labels=ids), ids=ids, labels=labels)


def bert():
    width, heads, layers, context, inner = 8, 2, 2, 6, 12
    model = redraw(
        transformers.BertForMaskedLM(
            transformers.BertConfig(
                vocab_size=VOCABULARY, max_position_embeddings=context, hidden_size=width, intermediate_size=inner,
                num_hidden_layers=layers, num_attention_heads=heads,
            )
        )
    )
    embeddings, head = model.bert.embeddings, model.cls.predictions
    parameters = (
        table("tokens", embeddings.word_embeddings)
        + table("positions", embeddings.position_embeddings)
        + table("segments", embeddings.token_type_embeddings)
        + norm("norm", embeddings.LayerNorm)
    )
    for at, block in enumerate(model.bert.encoder.layer):
        for ours, theirs in {"queries": "query", "keys": "key", "values": "value"}.items():
            parameters += linear(f"blocks.{at}.attention.{ours}", getattr(block.attention.self, theirs))
        parameters += linear(f"blocks.{at}.attention.output", block.attention.output.dense)
        parameters += norm(f"blocks.{at}.attentionNorm", block.attention.output.LayerNorm)
        parameters += linear(f"blocks.{at}.feedForward.up", block.intermediate.dense)
        parameters += linear(f"blocks.{at}.feedForward.down", block.output.dense)
        parameters += norm(f"blocks.{at}.feedForwardNorm", block.output.LayerNorm)
    parameters += linear("head.dense", head.transform.dense) + norm("head.norm", head.transform.LayerNorm)
    parameters += [("head.bias", head.bias, False)]
    ids, segments = draw_ids(2, 5), torch.tensor([[0, 0, 1, 1, 1], [0, 1, 1, 0, 0]])
    real = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    labels = torch.tensor([[3, -1, -1, 7, -1], [-1, -1, 2, -1, -1]])
    options = {"contextLength": context, "width": width, "heads": heads, "layers": layers, "feedForwardWidth": inner}
    output = model(ids, token_type_ids=segments, attention_mask=real, labels=labels.where(labels != -1, -100))
    return case("BERT", "bert", options, parameters, output, ids=ids, segments=segments, mask=real, labels=labels)


def bert_pooled():
    """The vector of the whole text; the loss is its sum."""
    width = 4
    model = redraw(
        transformers.BertModel(
            transformers.BertConfig(
                vocab_size=VOCABULARY, max_position_embeddings=4, hidden_size=width, num_hidden_layers=0, num_attention_heads=2
            )
        )
    )
    embeddings = model.embeddings
    parameters = (
        table("tokens", embeddings.word_embeddings)
        + table("positions", embeddings.position_embeddings)
        + table("segments", embeddings.token_type_embeddings)
        + norm("norm", embeddings.LayerNorm)
        + linear("pooler", model.pooler.dense)
    )
    ids = draw_ids(2, 3)
    pooled = model(ids).pooler_output
    output = transformers.modeling_outputs.MaskedLMOutput(loss=pooled.sum(), logits=pooled)
    options = {"contextLength": 4, "width": width, "heads": 2, "layers": 1}
    return case("BERT's pooler", "pooler", options, parameters, output, ids=ids)


def t5(name, activation, tied):
    width, heads, head_size, layers, inner = 8, 2, 3, 2, 10
    model = transformers.T5ForConditionalGeneration(
        transformers.T5Config(
            vocab_size=VOCABULARY, d_model=width, d_kv=head_size, d_ff=inner, num_layers=layers, num_heads=heads,
            feed_forward_proj={"relu": "relu", "geglu": "gated-gelu"}[activation], tie_word_embeddings=tied,
            decoder_start_token_id=0, pad_token_id=0, dropout_rate=0.0,
        )
    )
    if not tied:
        # This version of transformers makes them one parameter all the same, where no weights are loaded.
        model.lm_head.weight = torch.nn.Parameter(model.lm_head.weight.detach().clone())
    redraw(model)
    parameters = table("tokens", model.shared)
    for half in ("encoder", "decoder"):
        stack = getattr(model, half)
        first = stack.block[0].layer[0].SelfAttention
        parameters += table(f"{half}.positions", first.relative_attention_bias)
        for at, block in enumerate(stack.block):
            ours, last = f"{half}.blocks.{at}", block.layer[-1]
            attentions = {"attention": (block.layer[0], block.layer[0].SelfAttention)}
            if half == "decoder":
                attentions["cross"] = (block.layer[1], block.layer[1].EncDecAttention)
            for part, (layer, attention) in attentions.items():
                parameters += norm(f"{ours}.{part}Norm", layer.layer_norm)
                for to, theirs in {"queries": "q", "keys": "k", "values": "v", "output": "o"}.items():
                    parameters += linear(f"{ours}.{part}.{to}", getattr(attention, theirs))
            parts = {"up": "wi", "down": "wo"} if activation == "relu" else {"gate": "wi_0", "up": "wi_1", "down": "wo"}
            for part, theirs in parts.items():
                parameters += linear(f"{ours}.feedForward.{part}", getattr(last.DenseReluDense, theirs))
            parameters += norm(f"{ours}.feedForwardNorm", last.layer_norm)
        parameters += norm(f"{half}.norm", stack.final_layer_norm)
    if not tied:
        parameters += linear("output", model.lm_head)
    ids, labels = draw_ids(2, 6), torch.tensor([[4, 9, 1, 5], [8, 1, -1, -1]])
    real = torch.tensor([[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0]])
    options = {
        "width": width, "heads": heads, "headSize": head_size, "layers": layers, "feedForwardWidth": inner,
        "activation": activation, "tiedEmbedding": tied,
    }
    ignored = labels.where(labels != -1, -100)
    written = model._shift_right(ignored)
    output = model(ids, attention_mask=real, labels=ignored)
    return case(name, "t5", options, parameters, output, ids=ids, mask=real, labels=labels, written=written)


cases = [gpt2(), llama(), bert(), bert_pooled(), t5("T5", "relu", True), t5("T5 1.1", "geglu", False)]
write("models", f"PyTorch {torch.__version__.split('+')[0]}, transformers {transformers.__version__}", cases)

"""Writes test/golden/transformer.json: the parts of transformers, from PyTorch and transformers, forward and backward.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/transformer.py

Computed in float64 (transformers computes the angles of rotary positions in float32 all the same). Each case's gradients are those of sum(output * upstream).
"""

import torch
import transformers
from torch import nn
from torch.nn import functional
from transformers.activations import ACT2FN
from transformers.models.llama.modeling_llama import LlamaAttention, LlamaMLP, LlamaRotaryEmbedding, apply_rotary_pos_emb
from transformers.models.t5.modeling_t5 import T5Attention, T5DenseActDense, T5DenseGatedActDense, T5LayerNorm

from golden_file import array, write

torch.manual_seed(20260104)


def draw(*shape, size=1.0):
    """Normal numbers, as float64, with few enough decimals that the file holds them exactly."""
    return (torch.randn(shape, dtype=torch.float64) * size).round(decimals=4)


def redraw(module):
    """Gives every parameter numbers of its own, so that no scale is 1 and no bias is 0."""
    for parameter in module.parameters():
        parameter.data = draw(*parameter.shape, size=0.5)
    return module.double()


def case(name, kind, inputs, parameters, compute, options=None, **constants):
    """`parameters` are (our name, PyTorch's parameter, whether ours is its transpose)."""
    for tensor in inputs.values():
        tensor.requires_grad_()
    output = compute()
    upstream = draw(*output.shape)
    (output * upstream).sum().backward()

    def turned(tensor, transposed):
        return array(tensor.T if transposed else tensor)

    return {
        "name": name,
        "kind": kind,
        "options": options or {},
        "inputs": {key: array(tensor) for key, tensor in inputs.items()},
        "parameters": {ours: turned(theirs, transposed) for ours, theirs, transposed in parameters},
        "constants": {key: array(tensor.int()) for key, tensor in constants.items()},
        "upstream": array(upstream),
        "output": array(output),
        "gradients": {key: array(tensor.grad) for key, tensor in inputs.items()}
        | {ours: turned(theirs.grad, transposed) for ours, theirs, transposed in parameters},
    }


def linear(ours, module):
    """A linear layer: ours is [in, out], PyTorch's [out, in]."""
    weight = [(f"{ours}.weight", module.weight, True)]
    return weight + ([(f"{ours}.bias", module.bias, False)] if module.bias is not None else [])


def norm(ours, module):
    scale = [(f"{ours}.scale", module.weight, False)]
    shift = getattr(module, "bias", None)
    return scale + ([(f"{ours}.shift", shift, False)] if shift is not None else [])


def prefixed(prefix, parameters):
    return [(f"{prefix}.{ours}", theirs, transposed) for ours, theirs, transposed in parameters]


def norm_case(name, kind, module, x):
    redraw(module)
    parameters = [(ours.removeprefix("."), theirs, turn) for ours, theirs, turn in norm("", module)]
    return case(name, kind, {"x": x}, parameters, lambda: module(x))


def activation(name, function):
    x = draw(3, 5, size=2)
    return case(name, "activation", {"x": x}, [], lambda: function(x), {"activation": name})


def feed_forward(name, activation, x, module, parts):
    redraw(module)
    parameters = [parameter for ours, theirs in parts.items() for parameter in linear(ours, getattr(module, theirs))]
    options = {"activation": activation, "innerWidth": getattr(module, parts["up"]).out_features}
    return case(name, "feedForward", {"x": x}, parameters, lambda: module(x), options)


class Mlp(nn.Module):
    """Two linear layers with an activation between them."""

    def __init__(self, width, inner, activation, bias=True):
        super().__init__()
        self.up, self.down = nn.Linear(width, inner, bias), nn.Linear(inner, width, bias)
        self.activation = activation

    def forward(self, x):
        return self.down(self.activation(self.up(x)))


def rotary(name, length, size, first=0):
    x = draw(1, 2, length, size)
    config = transformers.LlamaConfig(hidden_size=size * 2, num_attention_heads=2, rope_theta=10000.0)
    cosines, sines = LlamaRotaryEmbedding(config)(x, torch.arange(first, first + length)[None])
    options = {"first": first}
    return case(name, "rotary", {"x": x}, [], lambda: apply_rotary_pos_emb(x, x, cosines, sines)[0], options)


def llama_attention(name, x, heads, key_value_heads):
    width = x.shape[-1]
    config = transformers.LlamaConfig(
        hidden_size=width, num_attention_heads=heads, num_key_value_heads=key_value_heads, attn_implementation="eager"
    )
    module = redraw(LlamaAttention(config, 0))
    angles = LlamaRotaryEmbedding(config)(x, torch.arange(x.shape[1])[None])
    mask = torch.full((x.shape[1], x.shape[1]), float("-inf"), dtype=torch.float64).triu(1)[None, None]
    parts = {"queries": "q_proj", "keys": "k_proj", "values": "v_proj", "output": "o_proj"}
    parameters = [parameter for ours, theirs in parts.items() for parameter in linear(ours, getattr(module, theirs))]
    options = {"heads": heads, "keyValueHeads": key_value_heads, "rotary": True, "causal": True}
    return case(name, "attention", {"x": x}, parameters, lambda: module(x, angles, mask)[0], options)


def t5_attention(name, x, heads, head_size, decoder, mask=None):
    width = x.shape[-1]
    config = transformers.T5Config(
        d_model=width, d_kv=head_size, num_heads=heads, is_decoder=decoder, dropout_rate=0.0, attn_implementation="eager"
    )
    module = redraw(T5Attention(config, has_relative_attention_bias=True, layer_idx=0))
    length = x.shape[1]
    open_ = torch.ones(length, length, dtype=torch.bool)[None, None]
    if decoder:
        open_ = open_.tril()
    if mask is not None:
        open_ = open_ & mask[:, None, None]
    added = torch.zeros(open_.shape, dtype=torch.float64).masked_fill(~open_, -1e30)
    parts = {"queries": "q", "keys": "k", "values": "v", "output": "o"}
    parameters = [parameter for ours, theirs in parts.items() for parameter in linear(ours, getattr(module, theirs))]
    parameters.append(("positions.weight", module.relative_attention_bias.weight, False))
    options = {"heads": heads, "headSize": head_size, "relative": True, "causal": decoder, "scale": 1}
    constants = {} if mask is None else {"mask": mask[:, None]}
    return case(name, "attention", {"x": x}, parameters, lambda: module(x, mask=added)[0], options, **constants)


def attention_of(module):
    """The parameters of PyTorch's attention, which stacks its three projections."""
    width = module.embed_dim
    stacked_weight, stacked_bias = module.in_proj_weight, module.in_proj_bias

    class Part:
        """A third of a stacked parameter, which has its gradient as a parameter has."""

        def __init__(self, whole, at):
            self.whole, self.rows = whole, slice(at * width, (at + 1) * width)

        def detach(self):
            return self.whole.data[self.rows]

        @property
        def grad(self):
            return self.whole.grad[self.rows]

        @property
        def T(self):
            return self.detach().T

        @property
        def shape(self):
            return self.detach().shape

    parts = []
    for at, ours in enumerate(("queries", "keys", "values")):
        parts += [(f"{ours}.weight", Part(stacked_weight, at), True), (f"{ours}.bias", Part(stacked_bias, at), False)]
    return parts + linear("output", module.out_proj)


def encoder_block(name, x, heads, inner, activation, pre, mask=None):
    function = {"gelu-exact": functional.gelu, "relu": functional.relu}[activation]
    module = redraw(
        nn.TransformerEncoderLayer(
            x.shape[-1], heads, inner, dropout=0.0, activation=function, batch_first=True, norm_first=pre
        )
    )
    parameters = (
        norm("attentionNorm", module.norm1)
        + prefixed("attention", attention_of(module.self_attn))
        + norm("feedForwardNorm", module.norm2)
        + linear("feedForward.up", module.linear1)
        + linear("feedForward.down", module.linear2)
    )
    options = {"heads": heads, "feedForwardWidth": inner, "activation": activation, "normPlace": "pre" if pre else "post"}
    constants = {} if mask is None else {"mask": mask[:, None]}
    compute = lambda: module(x, src_key_padding_mask=None if mask is None else ~mask)
    return case(name, "block", {"x": x}, parameters, compute, options, **constants)


def decoder_block(name, x, context, heads, inner, pre):
    module = redraw(
        nn.TransformerDecoderLayer(
            x.shape[-1], heads, inner, dropout=0.0, activation=functional.relu, batch_first=True, norm_first=pre
        )
    )
    parameters = (
        norm("attentionNorm", module.norm1)
        + prefixed("attention", attention_of(module.self_attn))
        + norm("crossNorm", module.norm2)
        + prefixed("cross", attention_of(module.multihead_attn))
        + norm("feedForwardNorm", module.norm3)
        + linear("feedForward.up", module.linear1)
        + linear("feedForward.down", module.linear2)
    )
    options = {
        "heads": heads,
        "feedForwardWidth": inner,
        "activation": "relu",
        "normPlace": "pre" if pre else "post",
        "causal": True,
        "cross": True,
    }
    closed = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1)
    return case(
        name, "block", {"x": x, "context": context}, parameters, lambda: module(x, context, tgt_mask=closed), options
    )


def buckets(both_sides):
    """The bucket of every distance from -200 to 200."""
    apart = torch.arange(-200, 201)
    found = T5Attention._relative_position_bucket(apart, both_sides, 32, 128)
    return {"name": f"buckets, {'both sides' if both_sides else 'one side'}", "bothSides": both_sides, "buckets": found.tolist()}


t5_config = lambda activation: transformers.T5Config(
    d_model=4, d_ff=6, dropout_rate=0.0, feed_forward_proj=activation, vocab_size=8
)
padding = lambda lengths, length: torch.arange(length)[None, :] < torch.tensor(lengths)[:, None]

cases = [
    norm_case("layer norm", "layerNorm", nn.LayerNorm(4, eps=1e-5), draw(2, 3, 4)),
    norm_case("layer norm, no bias", "layerNorm", nn.LayerNorm(4, eps=1e-5, bias=False), draw(3, 4, size=5)),
    norm_case("RMS norm", "rmsNorm", nn.RMSNorm(4, eps=1e-6), draw(2, 3, 4)),
    norm_case("RMS norm of T5", "rmsNorm", T5LayerNorm(4, eps=1e-6), draw(3, 4, size=5)),
    feed_forward("GELU", "gelu", draw(2, 3, 4), Mlp(4, 6, ACT2FN["gelu_new"]), {"up": "up", "down": "down"}),
    feed_forward("exact GELU", "gelu-exact", draw(2, 3, 4), Mlp(4, 6, functional.gelu), {"up": "up", "down": "down"}),
    feed_forward("ReLU of T5", "relu", draw(2, 3, 4), T5DenseActDense(t5_config("relu")), {"up": "wi", "down": "wo"}),
    feed_forward(
        "SwiGLU of Llama",
        "swiglu",
        draw(2, 3, 4),
        LlamaMLP(transformers.LlamaConfig(hidden_size=4, intermediate_size=6, num_attention_heads=1)),
        {"gate": "gate_proj", "up": "up_proj", "down": "down_proj"},
    ),
    feed_forward(
        "gated GELU of T5 1.1",
        "geglu",
        draw(2, 3, 4),
        T5DenseGatedActDense(t5_config("gated-gelu")),
        {"gate": "wi_0", "up": "wi_1", "down": "wo"},
    ),
    rotary("rotary positions of Llama", 5, 6),
    rotary("rotary positions of Llama, far on", 3, 4, first=100),
    llama_attention("grouped queries, rotary, causal", draw(2, 4, 8), 4, 2),
    llama_attention("one head for keys and values, rotary, causal", draw(1, 3, 8), 2, 1),
    t5_attention("relative positions on both sides", draw(2, 5, 6), 2, 4, decoder=False),
    t5_attention("relative positions, padding", draw(2, 4, 4), 2, 2, decoder=False, mask=padding([4, 2], 4)),
    t5_attention("relative positions, causal", draw(1, 5, 4), 2, 2, decoder=True),
    encoder_block("encoder block, norms before", draw(2, 3, 4), 2, 6, "gelu-exact", pre=True),
    encoder_block("encoder block, norms after", draw(2, 3, 4), 2, 6, "relu", pre=False),
    encoder_block(
        "encoder block, padding", draw(2, 3, 4), 2, 6, "gelu-exact", pre=False, mask=padding([1, 3], 3)
    ),
    decoder_block("decoder block, norms before", draw(2, 3, 4), draw(2, 4, 4), 2, 6, pre=True),
    decoder_block("decoder block, norms after", draw(2, 3, 4), draw(2, 2, 4), 2, 6, pre=False),
]
made_with = f"PyTorch {torch.__version__.split('+')[0]}, transformers {transformers.__version__}"
write("transformer", made_with, cases)
write("relative-buckets", made_with, [buckets(True), buckets(False)])

"""Writes test/golden/tokenizers.json: what Hugging Face's tokenizers and tiktoken make of the same texts.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/tokenizers.py

Every tokenizer is trained on the text below, so nothing needs a network. A case holds the whole tokenizer.json, and for
every string its ids, tokens and offsets (in code points, as Python counts) and what they decode to. tiktoken gets the
vocabulary of a trained tokenizer as its ranks.
"""

import sys
from pathlib import Path

# This file is named like the package that it imports.
sys.path = [folder for folder in sys.path if Path(folder or ".").resolve() != Path(__file__).resolve().parent]

import json

import tiktoken
import tokenizers
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

sys.path.append(str(Path(__file__).resolve().parent))
from golden_file import write  # noqa: E402

CORPUS = [
    "The teacher taught the student with the book. The student's book was the teacher's book.",
    "Teachers teach; students study, and they'll read 12 books in 2024, won't they? We've read 345,678 pages!",
    "A student who reads learns. The teacher who taught the students reads the newest books at school.",
    "El profesor enseñó al estudiante; la niña leyó el libro. Café, naïve, Zürich, Ærø, İstanbul.",
    "先生は学生に本を教えた。学生は本を読んだ。老师教学生读书。学生读了一本书。",
    "علم المعلم الطالب من الكتاب. ครูสอนนักเรียนด้วยหนังสือ ครูสอนหนังสือ",
    "Emoji 😀😀 and 👩‍👩‍👧‍👦 families, 👍🏽 thumbs, 🇪🇸 flags.  Two  spaces,   three.\tTab\n\nand lines\r\nmore\n",
    "def teach(student):\n    return student.book[0] + 1  # aaaa bbbb ------ ======\n",
]

STRINGS = [
    "",
    " ",
    "a",
    "?",
    "The teacher taught the student",
    "the teacher taught the students, and they'll read it; WE'LL read IT'S too",
    "Let's Create Tokens now",
    "hello world!!!? (안녕하세요!) lol123 😉",
    "I've 1234567 apples, you'd 12; he's 1 and she'S'd'll're'm't",
    "  leading, trailing  ",
    "one\ntwo\r\nthree\n\n\nfour \n \n five\t\tsix \u00a0\u2003 seven\u3000eight",
    "😀👍🏽 👩‍👩‍👧‍👦🇪🇸❤️ e\u0301e\u0301 ñn\u0303 Å\u212b ﬁne ½ ① Ⅷ",
    "先生は学生に本を教えた。東京タワー｡ｶﾞｷﾞｸﾞ",
    "老师教学生读书，𠮷野家很好吃！",
    "المعلم علّم الطالبَ ١٢٣",
    "ครูสอนนักเรียนด้วยหนังสือ",
    "नमस्ते दुनिया, তোমার নাম কী? שָׁלוֹם",
    "control \u0000\u0001\u0007\u001b\u007f\u0085\u200b\u200d\ufeff\ufffd end",
    "a" * 70,
    " " * 40 + "x" + " " * 3,
    "-" * 33 + "=" * 9 + "\n" * 7,
    "Zażółć gęślą jaźń, ΣΊΣΥΦΟΣ, STRASSE straße, ǅ ſ 'ſ I'M",
    "x = {'a': [1, 2.50, -3e10]}; // https://example.com/?q=a&b=c#d_e-f",
    "The <|endoftext|> token [MASK] and [mask] in text<|endoftext|>",
    "unaffable UNWANTED,running teach##er ##s",
    "1 22 333 4444 55555 ²³ 四五 ٣٤٥",
]


def encodings(tokenizer, strings=STRINGS, **options):
    found = []
    for text in strings:
        encoding = tokenizer.encode(text, **options)
        found.append(
            {
                "text": text,
                "ids": encoding.ids,
                "tokens": encoding.tokens,
                "offsets": [list(offset) for offset in encoding.offsets],
                "decoded": tokenizer.decode(encoding.ids),
            }
        )
    return found


def case(name, tokenizer, training=None, strings=STRINGS):
    return {
        "name": name,
        "json": json.loads(tokenizer.to_str()),
        "training": training,
        "encodings": encodings(tokenizer, strings),
    }


def trained(model, trainer, normalizer=None, pre_tokenizer=None, post_processor=None, decoder=None):
    tokenizer = Tokenizer(model)
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    if pre_tokenizer is not None:
        tokenizer.pre_tokenizer = pre_tokenizer
    if post_processor is not None:
        tokenizer.post_processor = post_processor
    if decoder is not None:
        tokenizer.decoder = decoder
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


ALPHABET = pre_tokenizers.ByteLevel.alphabet()
CL100K = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+"
)


def byte_level(size, pre_tokenizer, post_processor=None):
    return trained(
        models.BPE(),
        trainers.BpeTrainer(
            vocab_size=size, special_tokens=["<|endoftext|>"], initial_alphabet=ALPHABET, show_progress=False
        ),
        pre_tokenizer=pre_tokenizer,
        post_processor=post_processor,
        decoder=decoders.ByteLevel(),
    )


def suffixed_bpe():
    """Characters that end a word have "</w>": the trainer numbers those by chance, so the vocabulary is made here."""
    merges = "t h|th e</w>|e r</w>|t e|te a|c h|tea ch|s t|st u|d e|stu de|n t</w>|stude nt</w>|b o|o k</w>|bo ok</w>|i n</w>"
    merges = [tuple(merge.split(" ")) for merge in merges.split("|")]
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,!?'-éñ学生本"
    tokens = ["<unk>", *letters, *(f"{letter}</w>" for letter in letters), *(left + right for left, right in merges)]
    vocabulary = {token: number for number, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", end_of_word_suffix="</w>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.decoder = decoders.BPEDecoder()
    return tokenizer


suffixed = suffixed_bpe()
gpt2 = byte_level(420, pre_tokenizers.ByteLevel(add_prefix_space=False))
cl100k_parts = pre_tokenizers.Sequence(
    [pre_tokenizers.Split(Regex(CL100K), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
)
cl100k = byte_level(420, cl100k_parts)
cases = [
    {"corpus": CORPUS},
    case("gpt2", gpt2, {"kind": "byte-level", "pattern": "gpt2", "vocabularySize": 420}),
    case("cl100k", cl100k, {"kind": "byte-level", "pattern": "cl100k", "vocabularySize": 420}),
    case(
        "roberta",
        byte_level(
            300,
            pre_tokenizers.ByteLevel(add_prefix_space=True),
            processors.RobertaProcessing(("<|endoftext|>", 0), ("<|endoftext|>", 0)),
        ),
    ),
    case(
        "trimmed",
        byte_level(300, pre_tokenizers.ByteLevel(add_prefix_space=False), processors.ByteLevel(trim_offsets=True)),
    ),
    case("bpe", suffixed),
    case(
        "bpe-plain",
        trained(
            models.BPE(unk_token="<unk>"),
            trainers.BpeTrainer(vocab_size=250, special_tokens=["<unk>"], min_frequency=2, show_progress=False),
            pre_tokenizer=pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Digits(True)]),
            decoder=decoders.Fuse(),
        ),
        {"kind": "bpe", "vocabularySize": 250, "minimumFrequency": 2},
    ),
    case(
        "word",
        trained(
            models.WordLevel(unk_token="<unk>"),
            trainers.WordLevelTrainer(vocab_size=40, special_tokens=["<pad>", "<unk>"], show_progress=False),
            pre_tokenizer=pre_tokenizers.WhitespaceSplit(),
        ),
        {"kind": "word", "vocabularySize": 40},
    ),
    case(
        "character",
        trained(
            models.WordLevel(unk_token="<unk>"),
            trainers.WordLevelTrainer(vocab_size=80, special_tokens=["<pad>", "<unk>"], show_progress=False),
            pre_tokenizer=pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated"),
            decoder=decoders.Fuse(),
        ),
        {"kind": "character", "vocabularySize": 80},
    ),
]


def word_pieces(normalizer, special_tokens):
    """A vocabulary of characters and some pieces: the trainer numbers those with "##" by chance."""
    characters = sorted({character for text in CORPUS for character in normalizer.normalize_str(text)} - {" "})
    words = "the The teach student book read learn school won they profesor libro 20 34 page emoji Emoji two line".split()
    pieces = "er ers es s ent ght in iante 5 24 ss ji".split()
    tokens = [*special_tokens, *characters, *words, *(f"##{piece}" for piece in [*characters, *pieces])]
    return {token: number for number, token in enumerate(dict.fromkeys(tokens))}


def word_piece(special_tokens, normalizer, decoder, **options):
    vocabulary = word_pieces(normalizer, special_tokens)
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", **options))
    tokenizer.add_special_tokens(special_tokens)
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoder
    return tokenizer


bert = word_piece(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], normalizers.BertNormalizer(), decoders.WordPiece())
bert.post_processor = processors.TemplateProcessing(
    single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
)
cases.append(case("bert", bert))

cased = word_piece(
    ["[UNK]", "[CLS]", "[SEP]"],
    normalizers.BertNormalizer(lowercase=False, strip_accents=False),
    decoders.WordPiece(cleanup=False),
    max_input_chars_per_word=20,
)
cased.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
cases.append(case("bert-cased", cased))

# Words that begin with each other, so often that no two pairs are equally frequent: then nothing is left to chance.
nested = [
    " ".join([word[:length]] * times)
    for word, times in [("teacher", 10), ("student", 7)]
    for length in range(1, len(word) + 1)
]
pieces_of_nested = Tokenizer(models.WordPiece(unk_token="[UNK]"))
pieces_of_nested.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
pieces_of_nested.train_from_iterator(
    nested, trainers.WordPieceTrainer(vocab_size=30, special_tokens=["[UNK]"], show_progress=False)
)
cases.append(
    {
        "name": "word-piece-training",
        "corpus": nested,
        "vocabularySize": 30,
        "texts": [sorted(pieces_of_nested.get_vocab())],
    }
)


# Normalisers and pre-tokenizers alone: what becomes of each string.
def pieces(pre_tokenizer):
    return [[[piece, list(span)] for piece, span in pre_tokenizer.pre_tokenize_str(text)] for text in STRINGS]


def part_json(part, slot):
    tokenizer = Tokenizer(models.BPE())
    setattr(tokenizer, slot, part)
    return json.loads(tokenizer.to_str())[slot]


for part in [
    pre_tokenizers.Whitespace(),
    pre_tokenizers.WhitespaceSplit(),
    pre_tokenizers.BertPreTokenizer(),
    pre_tokenizers.Punctuation("merged_with_previous"),
    pre_tokenizers.Punctuation("merged_with_next"),
    pre_tokenizers.Punctuation("contiguous"),
    pre_tokenizers.Punctuation("removed"),
    pre_tokenizers.Digits(False),
    pre_tokenizers.Digits(True),
    pre_tokenizers.CharDelimiterSplit("e"),
    pre_tokenizers.Split("the", "isolated"),
    pre_tokenizers.Split(Regex(r"\p{Lu}\p{Ll}+|\d+"), "merged_with_next", invert=True),
    pre_tokenizers.Split(Regex(r"\s+"), "merged_with_previous"),
    pre_tokenizers.ByteLevel(add_prefix_space=True),
    cl100k_parts,
]:
    cases.append({"name": "pre-tokenizer", "json": part_json(part, "pre_tokenizer"), "pieces": pieces(part)})

for part in [
    normalizers.NFC(),
    normalizers.NFD(),
    normalizers.NFKC(),
    normalizers.NFKD(),
    normalizers.Lowercase(),
    normalizers.StripAccents(),
    normalizers.Strip(),
    normalizers.Strip(left=False),
    normalizers.Prepend("_"),
    normalizers.Replace("e", "<$&>"),
    normalizers.Replace(Regex(r"\s+"), " "),
    normalizers.BertNormalizer(),
    normalizers.BertNormalizer(lowercase=False),
    normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()]),
]:
    cases.append(
        {
            "name": "normaliser",
            "json": part_json(part, "normalizer"),
            "texts": [part.normalize_str(text) for text in STRINGS],
        }
    )

for part in [
    decoders.ByteLevel(),
    decoders.WordPiece(),
    decoders.WordPiece(prefix="", cleanup=False),
    decoders.BPEDecoder(),
    decoders.ByteFallback(),
    decoders.Fuse(),
    decoders.Replace("e", "$&"),
    decoders.Strip("a", 1, 2),
    decoders.Sequence([decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]),
]:
    tokens = [
        ["Ġthe", "Ġcaf", "Ã", "©", "x"],
        [" the", "##re", "do", "not", ".", "n't", "'s", "##s", "!"],
        ["the</w>", "tea", "ch</w>"],
        [" a", "<0xE3>", "<0x81>", "<0x82>", "b", "<0xE3>", "<0xC3>", "<0xA9>", "aaaa", "ea"],
        [],
    ]
    cases.append(
        {
            "name": "decoder",
            "json": part_json(part, "decoder"),
            "tokens": tokens,
            "texts": [part.decode(list(each)) for each in tokens],
        }
    )

# Truncation, padding and pairs.
first, second = STRINGS[4], STRINGS[5]
for truncation, padding, text in [
    ({"max_length": 6, "stride": 2}, None, first),
    ({"max_length": 6, "stride": 1, "direction": "left"}, {"length": 9, "pad_token": "[PAD]", "pad_id": 0}, second),
    ({"max_length": 12}, {"pad_to_multiple_of": 8, "direction": "left"}, (first, second)),
    ({"max_length": 24, "strategy": "only_second", "stride": 2}, None, (first, second)),
    ({"max_length": 11, "strategy": "longest_first", "stride": 1}, None, (second, first)),
    ({"max_length": 9, "strategy": "longest_first"}, {"length": 12, "pad_type_id": 1}, (first, first)),
]:
    bert.no_padding()
    bert.enable_truncation(**truncation)
    if padding is not None:
        bert.enable_padding(**padding)
    encoding = bert.encode(*text) if isinstance(text, tuple) else bert.encode(text)
    document = json.loads(bert.to_str())
    cases.append(
        {
            "name": "limits",
            "truncation": document["truncation"],
            "padding": document["padding"],
            "text": text,
            "encodings": [
                {
                    "ids": each.ids,
                    "typeIds": each.type_ids,
                    "attentionMask": each.attention_mask,
                    "specialTokensMask": each.special_tokens_mask,
                    "offsets": [list(offset) for offset in each.offsets],
                }
                for each in [encoding, *encoding.overflowing]
            ],
        }
    )

# tiktoken, with the tokens of the trained tokenizers as ranks: their ids less the special token's.
characters = {}
spare = 256
for byte in range(256):
    prints = 0x21 <= byte <= 0x7E or (0xA1 <= byte and byte != 0xAD)
    characters[chr(byte if prints else spare)] = byte
    spare += 0 if prints else 1

GPT2_PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"
CL100K_PATTERN = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]"
    r"|\s+(?!\S)|\s"
)
for name, tokenizer, pattern in [("gpt2", gpt2, GPT2_PATTERN), ("cl100k", cl100k, CL100K_PATTERN)]:
    ranks = {
        bytes(characters[character] for character in token): rank - 1
        for token, rank in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
        if token != "<|endoftext|>"
    }
    encoding = tiktoken.Encoding(name, pat_str=pattern, mergeable_ranks=ranks, special_tokens={"<|endoftext|>": 1000})
    cases.append(
        {
            "name": "tiktoken",
            "pattern": name,
            "ranks": {token.hex(): rank for token, rank in ranks.items()},
            "ids": [encoding.encode(text, allowed_special="all") for text in STRINGS],
        }
    )

write("tokenizers", f"tokenizers {tokenizers.__version__}, tiktoken {tiktoken.__version__}", cases)

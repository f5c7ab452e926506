"""Writes test/golden/sentencepiece.json: what the sentencepiece package trains, and what it makes of strings.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/sentencepiece_models.py

Every model is trained on the sentences below. A case holds the whole .model file (base64), how it was trained, and for
every string its normalised form, ids, offsets (in code points, as Python counts) and what they decode to.

Beside these stand tokenizer.json files of Hugging Face's with the same pieces, and what they make of the strings.

    python scripts/golden/sentencepiece_models.py check FILE < strings.json

loads a .model or .json file that we wrote and prints the ids of the strings, as JSON: a test uses it.
"""

import sys
from pathlib import Path

# A file beside this one is named like a package that this one imports.
sys.path = [folder for folder in sys.path if Path(folder or ".").resolve() != Path(__file__).resolve().parent]

import base64  # noqa: E402
import io  # noqa: E402
import json  # noqa: E402
import random  # noqa: E402
import tempfile  # noqa: E402
import unicodedata  # noqa: E402

import sentencepiece as spm  # noqa: E402
from sentencepiece import sentencepiece_model_pb2  # noqa: E402
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers  # noqa: E402

sys.path.append(str(Path(__file__).resolve().parent))
from golden_file import write  # noqa: E402

STRINGS = [
    "",
    " ",
    "   ",
    "a",
    "?",
    "The teacher taught the student",
    "the teacher taught the students, and they'll read it; WE'LL read IT'S too",
    "hello world!!!? (안녕하세요!) lol123 😉",
    "I've 1234567 apples, you'd 12; he's 1",
    "  leading,  two   trailing  ",
    "one\ntwo\r\nthree\n\n\nfour \n \n five\t\tsix \u00a0\u2003 seven\u3000eight",
    "😀👍🏽 👩\u200d👩\u200d👧\u200d👦🇪🇸❤️ e\u0301e\u0301 ñn\u0303 Å\u212b ﬁne ½ ① Ⅷ",
    "先生は学生に本を教えた。東京タワー｡ｶﾞｷﾞｸﾞ",
    "老师教学生读书，𠮷野家很好吃！",
    "المعلم علّم الطالبَ ١٢٣",
    "ครูสอนนักเรียนด้วยหนังสือ",
    "नमस्ते दुनिया, তোমার নাম কী? שָׁלוֹם",
    "control \u0001\u0007\u001b\u007f\u0085\u200b\u200d\ufeff\ufffd end",
    "a" * 70,
    " " * 40 + "x" + " " * 3,
    "-" * 33 + "=" * 9 + "\n" * 7,
    "Zażółć gęślą jaźń, ΣΊΣΥΦΟΣ, STRASSE straße, ǅ ſ",
    "The <s> token</s> [MASK] <unk> <0x41> and \u2581 in text\u2581",
    "teacher's books are the students' books and the school's " * 12,
    "1 22 333 4444 55555 ²³ 四五 ٣٤٥",
]

MIXED = [
    "El profesor enseñó al estudiante; la niña leyó el libro.",
    "先生は学生に本を教えた。学生は本を読んだ。",
    "老师教学生读书。学生读了一本书。",
    "علم المعلم الطالب من الكتاب.",
    "ครูสอนนักเรียนด้วยหนังสือ ครูสอนหนังสือ",
    "We've read 345,678 pages in 2024, and they'll read 12 books!",
] * 3


def sentences():
    draw = random.Random(20261124)
    syllables = "ba be bo da de di fa ga go ha ka la le li lo ma me mi na ne no pa pe ra re ri sa se so ta te ti to".split()
    endings = ["", "", "", "s", "ed", "ing", "er", "ers", "ly"]
    stems = ["".join(draw.choice(syllables) for _ in range(draw.randint(1, 4))) for _ in range(250)]
    stems += "the the the a and of teacher student book read teach school lesson learn write".split() * 8
    lines = []
    for _ in range(500):
        words = [draw.choice(stems) + draw.choice(endings) for _ in range(draw.randint(3, 9))]
        line = " ".join(words)
        lines.append(line[0].upper() + line[1:] + draw.choice([".", ".", ", too.", "!", "?"]))
    return lines + MIXED


CORPUS = sentences()


def train(**options):
    model = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS), model_writer=model, minloglevel=2, num_threads=1, **options
    )
    return model.getvalue()


def characters(text, size):
    """How many code points the first bytes of a text are."""
    return len(text.encode()[:size].decode())


def encodings(processor):
    found = []
    for text in STRINGS:
        proto = processor.encode(text, return_type="proto")
        ids = processor.encode(text)
        found.append(
            {
                "text": text,
                "normalised": processor.normalize(text),
                "ids": ids,
                "offsets": [[characters(text, piece.begin), characters(text, piece.end)] for piece in proto.pieces],
                "decoded": processor.decode(ids),
            }
        )
    return found


def case(name, training=None, **options):
    model = train(**options)
    processor = spm.SentencePieceProcessor(model_proto=model)
    nbest = []
    if options["model_type"] == "unigram":
        for text in ["The teacher", "学生は本", "reading"]:
            proto = processor.nbest_encode(text, nbest_size=8, return_type="proto")
            nbest.append(
                {
                    "text": text,
                    "best": [{"ids": [piece.id for piece in each.pieces], "score": each.score} for each in proto.nbests],
                }
            )
    return {
        "name": name,
        "training": training,
        "model": base64.b64encode(model).decode(),
        "encodings": encodings(processor),
        "nbest": nbest,
    }


def hugging_face(name, found, metaspace, with_rules=False):
    """The pieces of a case as Hugging Face's converter would lay them out."""
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(base64.b64decode(found["model"]))
    vocabulary = [(piece.piece, piece.score) for piece in proto.pieces]
    tokenizer = Tokenizer(models.Unigram(vocabulary, 0, byte_fallback=proto.trainer_spec.byte_fallback))
    rules = [normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap)] if with_rules else []
    squeeze = [normalizers.Strip(left=False), normalizers.Replace(Regex(" {2,}"), "\u2581")]
    tokenizer.normalizer = normalizers.Sequence(rules + squeeze)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", **metaspace)
    tokenizer.decoder = decoders.Metaspace(replacement="\u2581", **metaspace)
    encodings = [(text, tokenizer.encode(text)) for text in STRINGS]
    return {
        "name": "hugging-face",
        "what": name,
        "json": json.loads(tokenizer.to_str()),
        "normalised": [tokenizer.normalizer.normalize_str(text) for text in STRINGS],
        "pieces": [[[piece, list(span)] for piece, span in tokenizer.pre_tokenizer.pre_tokenize_str(text)] for text in STRINGS],
        "encodings": [
            {"text": text, "ids": encoding.ids, "decoded": tokenizer.decode(encoding.ids)} for text, encoding in encodings
        ],
    }


def normalised(name):
    """The rules that the package has by name, on characters that Unicode 14 knows: ours are made from JavaScript's."""
    normaliser = spm.SentencePieceNormalizer(
        rule_name=name, escape_whitespaces=False, add_dummy_prefix=False, remove_extra_whitespaces=False
    )
    blocks = [(1, 0x180), (0x1E00, 0x1F00), (0x2000, 0x2070), (0x2100, 0x2190), (0xFB00, 0xFB50), (0xFE70, 0x10000)]
    points = [point for first, last in blocks for point in range(first, last)] + list(range(0x180, 0x30000, 61))
    letters = [chr(point) for point in points if unicodedata.category(chr(point)) not in ("Cn", "Cs", "Co")]
    texts = STRINGS + ["x".join(letters[at : at + 64]) for at in range(0, len(letters), 64)]
    # Marks in a row, in an order that is not the canonical one too.
    texts += ["".join(f"{letter}{marks}" for letter in "AaEeOouxя") for marks in ["\u0301", "\u0323\u0302", "\u0302\u0323"]]
    return {"name": "normaliser", "rules": name, "texts": [[text, normaliser.normalize(text)] for text in texts]}


def main():
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules.tsv"
        # Uppercase letters become small, a ligature two letters, "ch" one; tabs and line ends become spaces; U+0007 goes.
        rows = [(65 + at, 97 + at) for at in range(26)]
        lines = [f"{first:04X}\t{second:04X}" for first, second in rows]
        lines += ["FB01\t0066 0069", "0063 0068\t010D", "0009\t0020", "000A\t0020", "3000\t0020", "0065 0301\t00E9"]
        lines += ["0007\t", "1F600\t003A 0029"]
        rules.write_text("".join(f"{line}\n" for line in lines))
        plain = {"normalization_rule_name": "identity"}
        cases = [
            {"name": "corpus", "corpus": CORPUS, "strings": STRINGS},
            case(
                "unigram",
                {"kind": "unigram", "vocabularySize": 300, "characterCoverage": 1},
                model_type="unigram",
                vocab_size=300,
                character_coverage=1.0,
                **plain,
            ),
            case(
                "unigram-bytes",
                {"kind": "unigram", "vocabularySize": 420, "characterCoverage": 0.98, "byteFallback": True},
                model_type="unigram",
                vocab_size=420,
                character_coverage=0.98,
                byte_fallback=True,
                **plain,
            ),
            case(
                "unigram-rules",
                model_type="unigram",
                vocab_size=260,
                normalization_rule_tsv=str(rules),
                user_defined_symbols=["[MASK]", "students'"],
                control_symbols=["<mask>"],
                pad_id=3,
            ),
            case(
                "unigram-spaces",
                model_type="unigram",
                vocab_size=260,
                add_dummy_prefix=False,
                remove_extra_whitespaces=False,
                **plain,
            ),
            case(
                "unigram-suffix",
                model_type="unigram",
                vocab_size=260,
                treat_whitespace_as_suffix=True,
                **plain,
            ),
            case(
                "bpe",
                {"kind": "bpe", "vocabularySize": 300, "characterCoverage": 1},
                model_type="bpe",
                vocab_size=300,
                character_coverage=1.0,
                **plain,
            ),
            case(
                "bpe-bytes",
                {"kind": "bpe", "vocabularySize": 460, "characterCoverage": 0.98, "byteFallback": True},
                model_type="bpe",
                vocab_size=460,
                character_coverage=0.98,
                byte_fallback=True,
                **plain,
            ),
            case(
                "bpe-rules",
                model_type="bpe",
                vocab_size=260,
                normalization_rule_tsv=str(rules),
                user_defined_symbols=["[MASK]", "students'"],
                remove_extra_whitespaces=False,
            ),
        ]
    by_name = {case["name"]: case for case in cases}
    cases += [
        hugging_face("always", by_name["unigram"], {"prepend_scheme": "always"}),
        hugging_face("first, whole", by_name["unigram-bytes"], {"prepend_scheme": "first", "split": False}),
        hugging_face("never, rules", by_name["unigram-rules"], {"prepend_scheme": "never"}, with_rules=True),
        normalised("nfkc"),
        normalised("nmt_nfkc"),
    ]
    write("sentencepiece", f"sentencepiece {spm.__version__}", cases)


def check(path):
    if path.endswith(".json"):
        tokenizer = Tokenizer.from_file(path)
        encode = lambda text: tokenizer.encode(text).ids  # noqa: E731
    else:
        encode = spm.SentencePieceProcessor(model_file=path).encode
    print(json.dumps([encode(text) for text in json.load(sys.stdin)]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["check"]:
        check(sys.argv[2])
    else:
        main()

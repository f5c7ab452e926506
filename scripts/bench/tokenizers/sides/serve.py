"""Trains and encodes with Hugging Face's tokenizers, tiktoken, sentencepiece, and BPE as a learner first writes it.

Answers each line on stdin with a line, both JSON. The argument says which of the four it is.
"""

import hashlib
import json
import resource
import sys
import time

import regex

GPT2 = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def byte_characters():
    spare = 256
    found = []
    for byte in range(256):
        prints = 0x21 <= byte <= 0x7E or (0xA1 <= byte and byte != 0xAD)
        found.append(chr(byte if prints else spare))
        spare += 0 if prints else 1
    return found


class HuggingFace:
    def train(self, path, size):
        from tokenizers import Tokenizer, models, pre_tokenizers, trainers

        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        alphabet = pre_tokenizers.ByteLevel.alphabet()
        trainer = trainers.BpeTrainer(vocab_size=size, initial_alphabet=alphabet, show_progress=False)
        start = time.perf_counter()
        # From the file, line by line: that way it works on all processors.
        tokenizer.train([path], trainer)
        seconds = time.perf_counter() - start
        merges = json.loads(tokenizer.to_str())["model"]["merges"]
        return seconds, [" ".join(merge) for merge in merges]

    def load(self, ranks, tokenizer):
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(tokenizer)

    def encode(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids


class Tiktoken:
    def load(self, ranks, tokenizer):
        import base64

        import tiktoken

        with open(ranks) as file:
            lines = [line.split() for line in file]
        self.encoding = tiktoken.Encoding(
            "gpt2",
            pat_str=GPT2,
            mergeable_ranks={base64.b64decode(token): int(rank) for token, rank in lines},
            special_tokens={},
        )

    def encode(self, text):
        return self.encoding.encode_ordinary(text)


class SentencePiece:
    def train_unigram(self, path, size, model):
        import sentencepiece

        start = time.perf_counter()
        with open(model, "wb") as file:
            sentencepiece.SentencePieceTrainer.train(
                input=path, model_writer=file, vocab_size=size, model_type="unigram", minloglevel=2
            )
        return time.perf_counter() - start

    def load_unigram(self, model):
        import sentencepiece

        self.processor = sentencepiece.SentencePieceProcessor(model_file=model)

    def encode_lines(self, lines):
        # One call for all lines: that way it works on all processors.
        return [id for ids in self.processor.encode(lines) for id in ids]


class Plain:
    """Counts all pairs of all words anew for each merge, as minbpe does."""

    def train(self, path, size):
        with open(path, encoding="utf8") as file:
            text = file.read()
        start = time.perf_counter()
        words = [list(word.encode()) for word in regex.findall(GPT2, text)]
        tokens = [bytes([byte]) for byte in range(256)]
        merges = []
        while len(tokens) < size:
            counts = {}
            for word in words:
                for pair in zip(word, word[1:]):
                    counts[pair] = counts.get(pair, 0) + 1
            if not counts:
                break
            pair = max(counts, key=counts.get)
            words = [merged(word, pair, len(tokens)) for word in words]
            merges.append(pair)
            tokens.append(tokens[pair[0]] + tokens[pair[1]])
        seconds = time.perf_counter() - start
        characters = byte_characters()
        names = ["".join(characters[byte] for byte in token) for token in tokens]
        return seconds, [f"{names[left]} {names[right]}" for left, right in merges]


def merged(word, pair, token):
    result = []
    at = 0
    while at < len(word):
        if at + 1 < len(word) and word[at] == pair[0] and word[at + 1] == pair[1]:
            result.append(token)
            at += 2
        else:
            result.append(word[at])
            at += 1
    return result


def answer(side, request):
    if request["do"] == "train":
        seconds, merges = side.train(request["path"], request["size"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return {"seconds": seconds, "merges": len(merges), "digest": digest("\n".join(merges)), "peak": peak}
    if request["do"] == "load":
        side.load(request["ranks"], request["tokenizer"])
        return {}
    if request["do"] == "train-unigram":
        return {"seconds": side.train_unigram(request["path"], request["size"], request["model"]), "digest": ""}
    if request["do"] == "load-unigram":
        side.load_unigram(request["model"])
        return {}
    with open(request["path"], encoding="utf8", newline="") as file:
        text = file.read()
    lines = text.split("\n")
    start = time.perf_counter()
    ids = side.encode_lines(lines) if request["do"] == "encode-lines" else side.encode(text)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "tokens": len(ids), "digest": digest(",".join(map(str, ids)))}


side = {"tokenizers": HuggingFace, "tiktoken": Tiktoken, "sentencepiece": SentencePiece, "plain": Plain}[sys.argv[1]]()
for line in sys.stdin:
    try:
        reply = answer(side, json.loads(line))
    except Exception as error:  # The answer says what went wrong.
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)

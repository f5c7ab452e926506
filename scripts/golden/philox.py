"""Writes test/golden/philox.json: Philox4x32-10 as the randomgen package computes it.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/philox.py
"""

from randomgen import Philox, __version__

from golden_file import write


def case(name, key, counter):
    # randomgen counts up before each block: starting one earlier makes `counter` the first.
    start = (sum(word << 32 * place for place, word in enumerate(counter)) - 1) % 2**128
    source = Philox(key=key[0] | key[1] << 32, counter=start, number=4, width=32)
    words = [int(word) for word in source.random_raw(16)]
    uniforms = [((high >> 5) * 2**26 + (low >> 6)) / 2**53 for high, low in zip(words[::2], words[1::2])]
    return {"name": name, "key": key, "counter": counter, "words": words, "uniforms": uniforms}


cases = [
    case("seed 42", [42, 0], [0, 0, 0, 0]),
    case("a seed above 2^32", [7, 3], [0, 0, 0, 0]),
    case("a counter that carries", [1, 2], [2**32 - 2, 5, 6, 7]),
]
write("philox", f"randomgen {__version__}", cases)

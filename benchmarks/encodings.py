"""How often a file's encoding is guessed right.

Snippets of running text (news, encyclopaedia) and, for languages of which none is at hand, of words
drawn by their frequency, in every older encoding that is usual for the language:

    python benchmarks/encodings.py ../shared/data
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

from tabulate import tabulate
from wordfreq import get_frequency_dict

from corpora.encodings import detect

TEXTS = {
    "de": "da_news2021/de-en",
    "ru": "da_news2021/ru-en",
    "cs": "da_news2021/cs-en",
    "ja": "da_news2021/ja-en",
    "is": "da_news2021/is-en",
    "zh": "mqm_news/newstest2020.zh-en",
    "et": "mlqe_pe/et-en",
    "ro": "mlqe_pe/ro-en",
}
ENCODINGS = {
    "de": "cp1252 iso8859-15", "ru": "cp1251 koi8-r iso8859-5", "cs": "cp1250 iso8859-2",
    "ja": "cp932 euc-jp", "is": "cp1252", "zh": "gb18030 big5", "et": "cp1257 cp1252 iso8859-15",
    "ro": "cp1250 iso8859-2",
}  # fmt: skip
WORDS = {
    "ko": "cp949", "fr": "cp1252 iso8859-15", "es": "cp1252", "pt": "cp1252", "it": "cp1252",
    "pl": "cp1250 iso8859-2", "hu": "cp1250 iso8859-2", "tr": "cp1254", "lt": "cp1257",
    "lv": "cp1257", "sv": "cp1252", "da": "cp1252", "fi": "cp1252", "sl": "cp1250 iso8859-2",
    "sk": "cp1250 iso8859-2", "ca": "cp1252", "el": "cp1253 iso8859-7", "he": "cp1255",
    "ar": "cp1256", "uk": "cp1251 koi8-u", "bg": "cp1251", "mk": "cp1251",
}  # fmt: skip
LENGTHS = (200, 1_000, 5_000)
SNIPPETS = 100
OUTCOMES = ("right", "wrong", "refused", "ASCII")
_COMMA = str.maketrans("șțȘȚ", "şţŞŢ")


def running_text(folder: Path, name: str) -> str:
    """The sources of a file, each once."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return "\n".join(dict.fromkeys(json.loads(line).get("src") or "" for line in file))


def drawn_text(language: str) -> str:
    """Words drawn by frequency."""
    words = get_frequency_dict(language, "best")
    drawn = random.Random(1).choices(list(words), list(words.values()), k=60_000)  # noqa: S311
    return " ".join(drawn)


def outcomes(text: str, encoding: str, length: int) -> Counter[str]:
    """What became of the snippets of one text; those in ASCII tell nothing."""
    chance, found = random.Random(length), Counter[str]()  # noqa: S311
    for _ in range(SNIPPETS):
        start = chance.randrange(len(text) - length)
        data = text[start : start + length].translate(_COMMA).encode(encoding, "ignore")
        detected = None if data.isascii() else detect(data)
        if data.isascii():
            found["ASCII"] += 1
        elif detected is None:
            found["refused"] += 1
        else:
            same = data.decode(detected.encoding) == data.decode(encoding)
            found["right" if same else "wrong"] += 1
    return found


def main(folder: Path) -> None:
    """Print a row for each language, encoding and length, then the totals."""
    rows, totals = [], {length: Counter[str]() for length in LENGTHS}
    begin = time.perf_counter()
    texts = {code: running_text(folder, name) for code, name in TEXTS.items()}
    texts |= {code: drawn_text(code) for code in WORDS}
    for code, encodings in (ENCODINGS | WORDS).items():
        for encoding in encodings.split():
            for length in LENGTHS:
                found = outcomes(texts[code], encoding, length)
                totals[length] += found
                kind = "words" if code in WORDS else "text"
                rows.append([code, kind, encoding, length, *(found[one] for one in OUTCOMES)])
    rows += [["all", "", "", n, *(totals[n][one] for one in OUTCOMES)] for n in LENGTHS]
    print(tabulate(rows, headers=["language", "of", "encoding", "length", *OUTCOMES]))
    print(f"{time.perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

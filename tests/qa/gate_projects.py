"""Projects with a reference, a system, and the one before it, as CI owners have them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.conftest import Done, Run

WORDS = """
menteri negara presiden kota rapat warga harga beras pasar jalan sekolah guru murid rumah
bank kapal hutan sungai dokter obat pabrik buruh partai pemilu suara gempa banjir kebakaran
"""
SAME = ("--allow", "identical-reference")
CONFIG = """
metrics = ["chrf"]
gates = [
{gates}
]

[sets.news]
mt = "{{system}}.txt"
source = "src.txt"
references = ["ref.txt"]
lang = "id"
source-lang = "en"
format = "lines"
domain = "politics"

[systems.new]
[systems.main]
judged = false
"""


def sentences(count: int, seed: int = 0) -> list[str]:
    """Different sentences of 4 to 13 words; every tenth has a sign that rules look at."""
    random = Random(seed)
    return [
        " ".join(random.choices(WORDS.split(), k=4 + number % 10)).capitalize() + f" kata {number}."
        for number in range(count)
    ]


def spoiled(sentences: Sequence[str], every: int) -> list[str]:
    """Every so many a sentence loses half of its words."""
    return [
        " ".join(one.split()[::2]) + "." if number % every == 0 else one
        for number, one in enumerate(sentences)
    ]


def project(
    folder: Path, gates: Sequence[str], new: Sequence[str], main: Sequence[str] | None = None
) -> None:
    """A project with a reference, the system `new` and the system `main` before it."""
    reference = sentences(60)
    new = [new[0].replace("kata", "kalimat"), *new[1:]]
    sources = [f"Sentence number {number} says something." for number in range(60)]
    lines = {
        "ref.txt": reference,
        "src.txt": sources,
        "new.txt": new,
        "main.txt": spoiled(reference, 6) if main is None else main,
    }
    for name, content in lines.items():
        (folder / name).write_text("\n".join(content) + "\n", encoding="utf-8")
    listed = "\n".join(f"    {one}," for one in gates)
    (folder / "copydesk.toml").write_text(CONFIG.format(gates=listed), encoding="utf-8")


def judged(copydesk: Run, *more: str) -> Done:
    return copydesk("gate", "-q", "--rule", "doubled-word", *SAME, *more)

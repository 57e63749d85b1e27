"""Made errors: what is spoiled, where it is marked, and that good text stays good elsewhere."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from training.spoil import Spoiler
from training.spoiling import indonesian
from training.spoiling.pool import build

INDONESIAN = (
    "Menteri pertahanan mengunjungi pabrik senjata di kota besar itu pada hari Senin.",
    "Mereka membuat teknologi penerbangan untuk tentara, karena perusahaan itu bekerja keras.",
    "Presiden mengatakan bahwa negara kami menghargai sejarah panjang hubungan kedua bangsa.",
    "Dua pesawat terbang rendah di atas rumah warga, dan tidak ada korban dalam peristiwa itu.",
    "Para pekerja menerima bantuan dari pemerintah daerah setelah banjir besar melanda wilayah.",
)
ENGLISH = (
    "The minister opened the new bridge on Monday, and 1,250 people came to see it.",
    "Ms Miller did not say when the work on the second road would begin.",
    "Officials in London said that the report had been written by three experts.",
    "The company will build a new factory near Berlin, which is expected to employ 400 people.",
)
LITTLE = " ".join(a + b for a in "bcdfgh" for b in "aeioubcdfg")
"""Sixty words that come oftener than all others, as little words do."""
SOURCES = tuple(f"Quelle Nummer {n}: Der Minister eröffnete die Brücke." for n in range(5))


@pytest.mark.parametrize(("language", "texts"), [("id", INDONESIAN), ("en", ENGLISH)])
def test_marks_are_words_that_the_good_text_lacks_there(
    language: str, texts: tuple[str, ...]
) -> None:
    rng, spoiler = random.Random(1), Spoiler(language, texts, SOURCES)
    done: Counter[str] = Counter()
    for _ in range(300):
        at = rng.randrange(len(texts))
        spoiled = spoiler.spoil(texts[at], SOURCES[at], rng, rng.randint(1, 3))
        if spoiled is None:
            continue
        done.update(kind.name for kind in spoiled.kinds)
        assert spoiled.text != texts[at]
        assert spoiled.severity > 0
        ends = [0, *(end for _, end in spoiled.spans)]
        for before, (start, end) in zip(ends, spoiled.spans, strict=False):
            assert before <= start < end <= len(spoiled.text)
            assert spoiled.text[start:end] == spoiled.text[start:end].strip()
    assert len(done) > 20


def test_the_same_seed_spoils_the_same_way() -> None:
    spoiler = Spoiler("id", INDONESIAN, SOURCES)
    one, two = (
        [spoiler.spoil(text, SOURCES[0], random.Random(7), 2) for text in INDONESIAN]
        for _ in range(2)
    )
    assert one == two


def test_a_language_without_data_of_its_own_is_spoiled_too() -> None:
    texts = ("Jana přečetla dlouhou knihu o historii města.", "Petr koupil nové auto v pondělí.")
    spoiler = Spoiler("cs", texts)
    made = [spoiler.spoil(texts[0], None, random.Random(n), 1) for n in range(20)]
    assert any(made)


CASES = {
    "english order": (
        indonesian.english_order, "Mereka membuat teknologi penerbangan", "penerbangan teknologi",
    ),
    "owner first": (indonesian.owner_first, "Itu sejarah kami", "kami sejarah"),
    "other sense": (indonesian.other_sense, "Ia membawa senjata", "lengan"),
    "doubled plural": (indonesian.doubled_plural, "Ada dua pesawat di sana", "pesawat-pesawat"),
    "dropped link": (indonesian.dropped_link, "Ia tahu bahwa kami datang", "tahu kami"),
    "false full stop": (indonesian.split_before_link, "Ia pergi ke sana karena lapar", ". "),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_indonesian_errors_are_those_of_machines(name: str) -> None:
    make, text, expected = CASES[name]
    pool = build([*INDONESIAN, text, *[LITTLE] * 9], None, ("di", "ke", "itu", "ia", "ada"))
    found = set()
    for seed in range(60):
        draft = pool.draft(text)
        if make(draft, pool, random.Random(seed)):
            found.add(draft.render()[0])
    assert any(expected in one for one in found), found


def test_affixes_are_exchanged() -> None:
    pool = build(INDONESIAN, None)
    found = set()
    for seed in range(40):
        draft = pool.draft("Menteri mengunjungi desa")
        if indonesian.wrong_affix(draft, pool, random.Random(seed)):
            found.add(draft.render()[0])
    assert {"Menteri diunjungi desa", "Menteri berunjungi desa"} & found

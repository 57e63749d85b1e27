"""No flag's span is ever off, whatever the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.line_pairing import pair_lines
from corpora.pairing import Partner
from corpora.reader import ReadOptions
from corpora.readers import lines
from corpora.text import Side, TextFile
from qa.flags import flags_of
from qa.gate import Gate, tally_of
from qa.language import Pair, load
from qa.merge import merge
from qa.plugins import CHECKS, discover
from qa.present import document_result

CHECK_PLUGINS = discover(CHECKS)
FAULTS = st.sampled_from(
    [
        "ke ke",
        "keamanan. kehormatan",
        '“Kami," katanya',
        '"',
        "”",
        "Juga, ",
        "UAV sistem",
        "antar departemen",
        " - ",
        "45.000",
        "54,000",
        "di kota lama di kota lama",
        "e\u0301",
        "👩‍👩‍👧",
        "שלום",
        "\u202e",
        "猫",
        "\t",
        "The minister said that talks would go on",
        "dan",
        "kata menteri , lalu",
        "12 Desember 2025 pukul 19.45",
        "5 mil, $20 juta",
        "&nbsp;{0}",
        "SÃ£o",
        "Three peopel saw the of it",
        "([",
        "Tasmagambetov Tasmagambetow",
        "tidak; not; 不是",
        "Montag, Monday, Senin",
        "@desk #MeToo https://a.example/b?",
        "ожидаются",
        "M\u043eskwa",
        "resiko",
    ]
)
LANGUAGES = st.sampled_from([("id", "en"), ("en", "de"), ("de", "en"), ("en", "zh"), ("ar", "fr")])
TEXT = st.lists(FAULTS | st.text(st.characters(exclude_characters="\r\n"), max_size=8), max_size=8)
LINES = st.lists(TEXT.map(" ".join), min_size=1, max_size=5)


def _document(texts: list[str]) -> TextFile:
    return TextFile("a.txt", "\r\n".join(texts) + "\r\n")


@settings(max_examples=150)
@given(LINES, LINES, LINES, LANGUAGES)
def test_a_flags_place_in_the_file_is_its_text(
    mt: list[str], source: list[str], reference: list[str], languages: tuple[str, str]
) -> None:
    size = min(len(mt), len(source), len(reference))
    files = [_document(side[:size]) for side in (mt, source, reference)]
    first, *others = (next(lines.reader.read(file, ReadOptions())) for file in files)
    sides = (Side.SOURCE, Side.REFERENCE)
    document = pair_lines(first, [Partner(s, d) for s, d in zip(sides, others, strict=True)])
    pair = Pair(load(languages[0]), load(languages[1]))
    flags = flags_of(document, pair, CHECK_PLUGINS)
    prints = {flag.fingerprint for flag in flags}
    assert len(prints) == len(flags)
    result = document_result(document, merge(document, flags), [], 0, ())
    by_side = dict(zip((Side.TRANSLATION, *sides), files, strict=True))
    for flag in result.flags:
        whole = by_side[flag.span.side].text
        assert whole[flag.place.range.start : flag.place.range.end] == flag.text
        assert 0 <= flag.place.range.start <= flag.place.range.end <= len(whole)
        for other in flag.also:
            there = by_side[other.span.side].text[other.place.range.start : other.place.range.end]
            assert there.casefold() == flag.text.casefold()
    assert Gate().judge(tally_of([result]), []).conditions


@given(LINES)
@settings(max_examples=50)
def test_a_fingerprint_survives_what_moves_around_it(before: list[str]) -> None:
    fault = "Ia pergi ke ke Jakarta lagi."
    prints = []
    for texts in ([fault], [*before, fault], [fault.upper().replace("KE KE", "KE  KE")]):
        document = next(lines.reader.read(_document(texts), ReadOptions()))
        flags = flags_of(document, Pair(load("id")), CHECK_PLUGINS)
        last = [f for f in flags if f.segment == len(document.segments) - 1]
        prints.append({f.fingerprint for f in last if f.rule == "doubled-word"})
    assert prints[0]
    assert prints[0] <= prints[1] or any("ke ke" in text for text in before)
    assert prints[0] == prints[2]

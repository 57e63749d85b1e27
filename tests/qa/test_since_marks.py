"""What a metric marks in a document is a rule of its own there, and has its history."""

from __future__ import annotations

from dataclasses import replace

from corpora.load import Inputs
from corpora.text import Document, Passage, Segment, TextFile
from qa.config import Config
from qa.examine import Examined, Looking
from qa.flagger import Files, Flagger
from qa.plugins import CHECKS, discover
from qa.portions import Part
from qa.since import beside, stored_portion
from reports.result import Age

TEXT = "Ia pergi ke ke Jakarta."
MARKER = replace(discover(CHECKS)["doubled-word"], id="marker")


def _examined(flagger: Flagger) -> Examined:
    file = TextFile("a.txt", TEXT, "utf-8")
    document = Document("a.txt", (Segment(0, Passage(TEXT, file, 0)),), "id")
    heard = flagger.hear(document, {MARKER.id: MARKER})
    looking = Looking(Inputs(("a.txt",)))
    return Examined(looking, (document,), (heard,), (), {}, {MARKER.id: MARKER}, ())


def test_it_is_old_where_the_baseline_has_it() -> None:
    flagger = Flagger(Config(), ("calque",), Files(), None)
    first = beside(_examined(flagger), flagger, "b.json", None)
    assert [one.age for one in first.flags[0]] == [Age.NEW]
    kept = stored_portion(Part(Inputs(("a.txt",))), first.entries, {})
    again = beside(_examined(flagger), flagger, "b.json", kept)
    assert [(one.flag.rule, one.age) for one in again.flags[0]] == [(MARKER.id, Age.OLD)]

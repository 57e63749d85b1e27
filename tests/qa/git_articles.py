"""Two articles with sources in a repository, read as they were and as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.load import Inputs
from corpora.text import Document
from qa.git.earlier import Earlier, earlier
from qa.language_choice import Languages
from qa.measure import Measuring, read
from tests.qa.git_made import Made, copied, made

MT, SOURCE = "Kabar {} datang.\n", "News {} came.\n"


def articles(folder: Path) -> Made:
    """A repository; `HEAD` is the commit that has them."""
    repository = made(folder)
    files = {f"mt/{name}.id.txt": MT.format(name) for name in "ab"}
    files |= {f"src/{name}.en.txt": SOURCE.format(name) for name in "ab"}
    repository.commit(files)
    return repository


def desk_of(template: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A copy to work on, with a temporary folder that is hard to name."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary [x]"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "temporary [x]").mkdir()
    return copied(template, tmp_path, monkeypatch)


def read_now(inputs: Inputs) -> list[Document]:
    return read(Measuring(inputs, Languages("id", "en")), [])


def read_earlier(inputs: Inputs, ref: str = "HEAD") -> list[Document]:
    with earlier(inputs, ref) as then:
        return then.named(read_now(then.inputs))


def entered(inputs: Inputs, ref: str = "HEAD") -> Earlier:
    """What there was; its files are gone."""
    with earlier(inputs, ref) as then:
        return then


def texts(documents: list[Document]) -> dict[str, str]:
    return {one.id: " ".join(segment.mt.text for segment in one.segments) for one in documents}

"""The files of a SARIF log: URIs, artifacts, and places within them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from corpora.opening import is_url, shown
from corpora.text import Side
from reports.regions import region_of
from reports.result import DocumentResult, FileResult, Place

ROOT = "%SRCROOT%"
_STDIN = shown("-")
_LEGAL = ":/?@!$&'()*+,;=%"
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Uri:
    """A path as a URI (RFC 3986); a relative one counts from the folder that the run began in."""

    text: str
    is_relative: bool = False


def uri_of(path: str) -> Uri:
    """A path, a URL or standard input as a URI."""
    if is_url(path):
        return Uri(quote(_STRAY_PERCENT.sub("%25", path), safe=_LEGAL))
    if path == _STDIN:
        return Uri(quote(path))
    if PurePath(path).is_absolute():
        return Uri(Path(path).as_uri())
    return Uri(quote(os.fsencode(PurePath(path).as_posix())), is_relative=True)


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a run, in the order in which its documents name them."""

    numbers: Mapping[str, int]
    files: tuple[FileResult, ...]

    @staticmethod
    def of(documents: Iterable[DocumentResult]) -> Files:
        """All files; one that several documents share stands there once."""
        found: dict[str, FileResult] = {}
        for document in documents:
            for file in document.files:
                found.setdefault(file.path, file)
        return Files({path: n for n, path in enumerate(found)}, tuple(found.values()))

    @property
    def artifacts(self) -> list[dict[str, Any]]:
        """What SARIF's `run.artifacts` has."""
        return [
            {"location": self.location(file.path), "roles": [_role(file)], **_encoding(file)}
            for file in self.files
        ]

    def location(self, path: str) -> dict[str, Any]:
        """An `artifactLocation`."""
        uri = uri_of(path)
        base = {"uriBaseId": ROOT} if uri.is_relative else {}
        index = {"index": self.numbers[path]} if path in self.numbers else {}
        return {"uri": uri.text, **base, **index}

    def place(self, place: Place, text: str) -> dict[str, Any]:
        """A `physicalLocation`: where a text of a file stands."""
        return {
            "artifactLocation": self.location(place.path),
            "region": {**self.region(place, text), **_snippet(text)},
        }

    def region(self, place: Place, text: str) -> dict[str, Any]:
        """A `region`; of what is no text file only the line in the text taken out of it."""
        if self.is_extracted(place.path):
            return {"startLine": place.line}
        start = {"startLine": place.line, "startColumn": place.column}
        region = region_of(place, text)
        if region is None:
            return start
        return {
            **start,
            "endLine": region.end_line,
            "endColumn": region.end_column,
            "charOffset": place.range.start,
            "charLength": place.range.end - place.range.start,
        }

    def is_extracted(self, path: str) -> bool:
        """Whether a file's bytes are no text."""
        return path in self.numbers and self.files[self.numbers[path]].extracted


def _role(file: FileResult) -> str:
    if file.path == _STDIN:
        return "standardStream"
    return "analysisTarget" if file.side is Side.TRANSLATION else "referencedOnCommandLine"


def _encoding(file: FileResult) -> dict[str, str]:
    """The encoding where its name is IANA's."""
    is_known = not file.extracted and file.encoding.startswith("utf-")
    return {"encoding": file.encoding} if is_known else {}


def _snippet(text: str) -> dict[str, Any]:
    return {"snippet": {"text": text}} if text else {}

"""Paths as SARIF names them: relative or absolute URIs (RFC 3986)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from reports.sarif.files import uri_of
from tests.reports.ci_samples import TEXTS

RFC_3986 = re.compile(r"([a-z][a-z0-9+.-]*:)?(%[0-9A-Fa-f]{2}|[\w.~!$&'()*+,;=:@/?-])*", re.ASCII)
NO_FIRST_COLON = re.compile(r"[^:/?#]*(/|$)|[a-z][a-z0-9+.-]*:")


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("mt/a b.txt", "mt/a%20b.txt"),
        ("./mt.txt", "mt.txt"),
        ("a:b#c?.txt", "a%3Ab%23c%3F.txt"),
        ("berita/日本.txt", "berita/%E6%97%A5%E6%9C%AC.txt"),
        ("/srv/a b.txt", "file:///srv/a%20b.txt"),
        ("<stdin>", "%3Cstdin%3E"),
        ("https://example.org/a b?…", "https://example.org/a%20b?%E2%80%A6"),
        ("https://example.org/100%.txt", "https://example.org/100%25.txt"),
    ],
)
def test_paths_are_uris(path: str, uri: str) -> None:
    assert uri_of(path).text == uri


@given(path=TEXTS.filter(lambda path: "\0" not in path))
def test_any_path_is_a_valid_uri(path: str) -> None:
    uri = uri_of(path).text
    assert RFC_3986.fullmatch(uri)
    assert NO_FIRST_COLON.match(uri)

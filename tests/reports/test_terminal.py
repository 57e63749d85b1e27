"""The terminal report: one line a flag, plain without a terminal, and safe to print."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Article, Run

FLAG = re.compile(
    r"^(?P<path>[^:]+):(?P<line>\d+):(?P<column>\d+): (minor|major|critical) [a-z-]+: "
)


def test_a_flag_is_one_line_that_an_editor_can_jump_to(article: Article, copydesk: Run) -> None:
    out = copydesk("check", article.mt, "--lang", "id").out
    lines = out.splitlines()
    flags = lines[: lines.index("")]
    assert len(flags) > 10
    assert all(FLAG.match(line) for line in flags)
    assert any(line.endswith("→ Sementara itu") for line in flags)
    assert "\x1b" not in out


def test_the_scores_are_shown_with_interval_and_signature(article: Article, copydesk: Run) -> None:
    out = copydesk("check", article.mt, "--reference", article.reference, "--lang", "id").out
    assert re.search(r"^chrF2 +\d\d\.\d\d +\d\d\.\d\d – \d\d\.\d\d", out, re.MULTILINE)
    assert re.search(r"^BLEU\|nrefs:1\|bs:1000\|seed:12345\|.*tok:13a", out, re.MULTILINE)


def test_control_characters_in_a_text_never_reach_the_terminal(
    tmp_path: Path, copydesk: Run
) -> None:
    (tmp_path / "a.txt").write_text("Ia pergi ke\x1b[31m ke\u202e ke ke sana.\n", encoding="utf-8")
    out = copydesk("check", "a.txt", "--lang", "id").out
    assert "doubled-word" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def _on_a_terminal(arguments: list[str], env: dict[str, str]) -> str:
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "qa", *arguments],
        stdout=follower,
        stderr=follower,
        stdin=follower,
        env={**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT), **env},
    )
    os.close(follower)
    out = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    process.wait()
    os.close(leader)
    return out.decode(errors="replace")


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_on_a_terminal_unless_no_color_is_set(
    env: dict[str, str], coloured: bool, article: Article
) -> None:
    out = _on_a_terminal(["check", str(article.mt), "--lang", "id", "--no-estimate"], env)
    assert "calque" in out
    assert bool(re.search(r"\x1b\[\d*;?3\dm", out)) is coloured

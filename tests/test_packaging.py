"""What ships works where it is put: a bare checkout, a wheel, a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.slow
def test_a_wheel_installs_into_an_environment_of_its_own_and_checks(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    wheel = [*pip, "wheel", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(wheel, check=True)
    (built,) = tmp_path.glob("copydesk-*.whl")
    names = zipfile.ZipFile(built).namelist()
    for needed in ("qa/languages/id.toml", "reports/templates/report.html.j2", "qa/py.typed"):
        assert needed in names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]
    home = tmp_path / "home"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    python = home / "bin" / "python"
    constraints = ["--constraint", str(ROOT / "constraints.txt")]
    install = [str(python), "-m", "pip", "install", "--quiet", *constraints, str(built)]
    subprocess.run(install, check=True)
    article = ROOT / "examples" / "article.mt.id.txt"
    command = [str(home / "bin" / "copydesk"), "check", str(article), "--lang", "id"]
    command += ["--report", "html=out.html", "--report", "json=-"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr.decode()
    assert b"calque" in done.stdout
    assert (tmp_path / "out.html").stat().st_size > 10_000


@pytest.mark.slow
def test_a_bar_shows_on_a_terminal_when_it_takes_long(tmp_path: Path) -> None:
    lines = "Menteri itu mengatakan bahwa perundingan akan dilanjutkan pekan depan.\n" * 20_000
    (tmp_path / "long.txt").write_text(lines, encoding="utf-8")
    (tmp_path / "ref.txt").write_text(lines.replace("akan", "segera"), encoding="utf-8")
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "qa", "check", "long.txt", "--reference", "ref.txt"]
    process = subprocess.Popen(
        [*command, "--lang", "id", "--report", "json=out.json"],
        stdout=subprocess.PIPE,
        stderr=follower,
        cwd=tmp_path,
        env={**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)},
    )
    os.close(follower)
    shown = b""
    while piece := _read(leader):
        shown += piece
    out, _ = process.communicate()
    assert process.returncode == 0
    assert b"scoring" in shown
    assert out == b""


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # the other end is closed
        return b""

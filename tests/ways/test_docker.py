"""The image: what its file says, and, as far as can be without docker, that it works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import ROOT, Article
from tests.ways import dockerfiles
from tests.ways.dockerfiles import Instruction

BUILD, FINAL = dockerfiles.stages((ROOT / "Dockerfile").read_text(encoding="utf-8"))
MACHINE = ("apt-get", "useradd")
"""What a RUN begins with that changes the machine itself, and so is not tried here."""


def rests(stage: list[Instruction], word: str) -> list[str]:
    return [one.rest for one in stage if one.word == word]


def test_both_stages_begin_with_one_slim_python_of_a_fixed_version() -> None:
    first, last = rests(BUILD, "FROM"), rests(FINAL, "FROM")
    assert first == [f"{last[0]} AS build"]
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", last[0])


def test_nobody_is_root_when_it_runs() -> None:
    words = [one.word for one in FINAL]
    (user,) = rests(FINAL, "USER")
    assert user not in {"root", "0"}
    assert any(f" {user}" in run for run in rests(FINAL, "RUN") if run.startswith("useradd"))
    assert "RUN" not in words[words.index("USER") :]
    assert "COPY" not in words[words.index("USER") :]


def test_nothing_is_fetched_by_add_and_no_cache_is_kept() -> None:
    assert not rests(BUILD, "ADD") + rests(FINAL, "ADD")
    for run in rests(BUILD, "RUN") + rests(FINAL, "RUN"):
        assert "pip" not in run or "--no-cache-dir" in run
        assert "apt-get install" not in run or "rm -rf /var/lib/apt/lists" in run


def test_the_command_is_copydesk_in_the_mounted_folder() -> None:
    assert rests(FINAL, "ENTRYPOINT") == ['["copydesk"]']
    assert rests(FINAL, "WORKDIR") == ["/work"]
    assert "org.opencontainers.image.licenses" in rests(FINAL, "LABEL")[0]


def test_the_build_sees_the_packages_and_nothing_private() -> None:
    names = {path.as_posix() for path in dockerfiles.context(ROOT)}
    assert {"pyproject.toml", "qa/cli.py", "qa/languages/id.toml", "constraints.txt"} <= names
    tops = {name.split("/")[0] for name in names}
    assert not {".git", ".venv", "tests", ".ci", "training"} & tops
    assert not [name for name in names if "__pycache__" in name]


def test_the_build_is_given_all_that_the_wheel_is_made_of() -> None:
    copied = {name for rest in rests(BUILD, "COPY") for name in rest.split()[:-1]}
    seen = {path.parts[0] for path in dockerfiles.context(ROOT)}
    assert copied == seen


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of what the image would hold: the build's COPY and RUN, in a folder."""
    root = tmp_path_factory.mktemp("image")
    (root / "src").mkdir()
    files = list(dockerfiles.context(ROOT))
    for rest in rests(BUILD, "COPY"):
        *names, to = rest.split()
        for path in files:
            if path.parts[0] in names:
                inside = Path(*path.parts[1:]) if path.parts[1:] else Path(path.name)
                target = root / "src" / to / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / path, target)
    for run in rests(BUILD, "RUN"):
        moved = re.sub(r"(?<=[ =])/(?=(dist|opt)\b)|^/(?=opt\b)", f"{root}/", run)
        subprocess.run(["sh", "-e", "-c", moved], cwd=root / "src", check=True)
    return root


def environment(image: Path) -> dict[str, str]:
    return {
        "PATH": f"{image}/opt/copydesk/bin:{os.environ['PATH']}",
        "HOME": str(image),
        "COPYDESK_CACHE": "off",
        "COPYDESK_NO_ESTIMATE": "1",
    }


def health(image: Path, **env: str) -> int:
    (check,) = rests(FINAL, "HEALTHCHECK")
    command = check.partition(" CMD ")[2]
    done = subprocess.run(
        ["sh", "-c", command], env={**environment(image), **env}, capture_output=True, check=False
    )
    return done.returncode


@pytest.fixture
def desk() -> Iterator[str]:
    """The address of something that answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_what_the_image_holds_checks_an_article(image: Path, article: Article) -> None:
    left = [run for run in rests(FINAL, "RUN") if not run.startswith(MACHINE)]
    assert left == []  # all the rest was tried
    done = subprocess.run(
        ["copydesk", "check", str(article.mt), "--lang", "id"],
        env=environment(image), cwd=image, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "verdict: fail" in done.stdout


@pytest.mark.slow
def test_its_health_is_the_commands_and_the_desks(image: Path, desk: str) -> None:
    assert health(image) == 0
    assert health(image, COPYDESK_DESK_URL=desk) == 0
    assert health(image, COPYDESK_DESK_URL=f"{desk}broken") != 0
    assert health(image, COPYDESK_DESK_URL="http://127.0.0.1:9/") != 0
    assert health(image, PATH="/usr/bin:/bin") != 0

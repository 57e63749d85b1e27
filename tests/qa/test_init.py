"""`copydesk init` writes a configuration that fits the folder, and never one that is wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.config import SetTable, Settings, load
from qa.config.looking import look
from qa.config.starter import starter
from qa.plugins import CHECKS, discover
from tests.conftest import Run

RULES = discover(CHECKS)
TEXT = "Ia pergi ke Jakarta.\n"


def _write(folder: Path, *names: str, text: str = TEXT) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _made(folder: Path) -> Settings:
    path = folder / "copydesk.toml"
    path.write_text(starter(look(folder)), encoding="utf-8")
    return load(path, RULES).settings


def test_sides_in_the_names(tmp_path: Path, copydesk: Run) -> None:
    _write(tmp_path, "examples/article.mt.id.txt", "examples/article.src.en.txt")
    _write(tmp_path, "examples/article.ref.id.txt", "README.md")
    done = copydesk("init")
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "copydesk: wrote copydesk.toml\n"
        "copydesk: found the test set 'article': examples/article.mt.id.txt\n"
        "copydesk: next: edit it, then 'copydesk config' shows what is in force\n"
    )
    assert load(tmp_path / "copydesk.toml", RULES).settings.sets == {
        "article": SetTable(
            mt="examples/article.mt.id.txt",
            source="examples/article.src.en.txt",
            references=("examples/article.ref.id.txt",),
            lang="id",
            source_lang="en",
        )
    }
    assert "[sets.article]  # copydesk.toml:" in copydesk("config").out


def test_systems_have_folders(tmp_path: Path) -> None:
    _write(tmp_path, "out/new/news.id.txt", "out/main/news.id.txt", "out/new/sport.id.txt")
    _write(tmp_path, "sets/news.en.txt", "sets/news.id.txt", "sets/sport.en.txt")
    found = _made(tmp_path)
    assert found.sets["news"].mt == "out/{system}/news.id.txt"
    assert found.sets["news"].source == "sets/news.en.txt"
    assert found.sets["news"].references == ("sets/news.id.txt",)
    assert (found.sets["sport"].source, found.sets["sport"].references) == ("sets/sport.en.txt", ())
    assert found.systems_of("sport") == ("new",)
    assert {name: one.judged for name, one in found.systems.items()} == {"main": False, "new": True}


def test_a_folder_of_articles_is_one_set(tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        _write(tmp_path, f"wire/src/{name}.txt", f"wire/mt/{name}.id.txt", f"wire/ref/{name}.txt")
    found = _made(tmp_path).sets
    assert found == {
        "wire": SetTable(mt="wire/mt", source="wire/src", references=("wire/ref",), lang="id")
    }
    _write(tmp_path, "wire/mt/other.id.txt")  # it has no source: the folders do not fit
    assert sorted(_made(tmp_path).sets) == ["a", "b", "c", "d"]


def test_sections_are_not_taken_for_systems(tmp_path: Path) -> None:
    _write(tmp_path, "src/sport/a.txt", "out/sport/a.txt")
    assert _made(tmp_path).sets == {
        "sport-a": SetTable(mt="out/sport/a.txt", source="src/sport/a.txt")
    }


def test_one_text_in_several_languages(tmp_path: Path) -> None:
    _write(tmp_path, "n.src.en.txt", "n.mt.id.txt", "n.mt.pt-BR.txt", "n.ref.id.txt")
    found = _made(tmp_path).sets
    assert {name: (one.lang, len(one.references)) for name, one in found.items()} == {
        "n": ("id", 1), "n-pt-BR": ("pt-BR", 0),
    }  # fmt: skip


def test_files_of_rows_are_looked_into(tmp_path: Path) -> None:
    _write(tmp_path, "good.tsv", text="source\tmt\nHe goes.\tIa pergi.\n")
    _write(tmp_path, "good.jsonl", text='{"mt": "Ia pergi.", "ref": "Dia pergi."}\n')
    _write(tmp_path, "figures.csv", text="year,sum\n2020,3\n")
    _write(tmp_path, "alone.tsv", text="mt\nIa pergi.\n")
    found = _made(tmp_path).sets
    assert sorted(one.mt for one in found.values()) == ["good.jsonl", "good.tsv"]


def test_a_repository_is_seen(tmp_path: Path, copydesk: Run) -> None:
    head = tmp_path / ".git" / "refs" / "remotes" / "origin" / "HEAD"
    head.parent.mkdir(parents=True)
    head.write_text("ref: refs/remotes/origin/trunk\n", encoding="utf-8")
    assert "found a repository: baseline = 'git:origin/trunk'" in copydesk("init").err
    assert '\n#baseline = "git:origin/trunk"\n' in (tmp_path / "copydesk.toml").read_text()


def test_nothing_is_overwritten(tmp_path: Path, copydesk: Run) -> None:
    path = tmp_path / "copydesk.toml"
    path.write_text("# mine\n", encoding="utf-8")
    done = copydesk("init")
    assert (done.code, done.out) == (2, "")
    assert done.err == "copydesk: copydesk.toml is there already; --force writes it anew\n"
    assert path.read_text(encoding="utf-8") == "# mine\n"
    assert copydesk("init", "--force").code == 0
    path.unlink()
    (tmp_path / "pyproject.toml").write_text("[tool.copydesk.rules]\n", encoding="utf-8")
    assert "copydesk.toml would hide; --force" in copydesk("init").err
    assert not path.exists()


def test_with_nothing_there_all_of_it_is_examples_that_hold(tmp_path: Path, copydesk: Run) -> None:
    assert "found no test sets" in copydesk("init").err
    path = tmp_path / "copydesk.toml"
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"rules": {}}
    assert load(path, RULES).settings == Settings()
    path.write_text(re.sub(r"(?m)^#(?=\S|    [\"{])", "", text), encoding="utf-8")
    found = load(path, RULES).settings
    assert len(found.gates) == 8
    assert found.rules.max_flags == 40
    assert found.systems_of("news") == ("new", "main")
    assert not found.systems["main"].judged


def test_the_lines_for_editors_are_no_example(tmp_path: Path) -> None:
    text = starter(look(tmp_path))
    assert "copydesk config --schema > copydesk.schema.json" in text
    assert "#     #:schema ./copydesk.schema.json\n" in text
    assert all(len(line) <= 100 for line in text.splitlines())


PARTS = st.sampled_from(
    ["out", "mt", "src", "ref", "new", "main", "sets", "id", "en", "a", "a.b", "{x}", "*", "é\n"]
)
FILES = st.sampled_from(
    ["a.txt", "b.txt", "a.en.txt", "a.id.txt", "a.mt.id.txt", "src.en.txt", "mt.txt", "ref.txt",
     "a.src.txt", "a_ref.md", "en.txt", "{system}.id.txt", "a b'\".mt.txt", "a.tsv", ".txt", "a"]
)  # fmt: skip
PATHS = st.tuples(st.lists(PARTS, max_size=3), FILES).map(lambda p: "/".join((*p[0], p[1])))


@settings(max_examples=60)
@given(st.lists(PATHS, max_size=12))
def test_whatever_lies_there_the_file_holds(paths: list[str]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        for path in paths:
            target = folder / path
            if not target.is_dir() and not any(one.is_file() for one in target.parents):
                _write(folder, path)
        found = _made(folder)
        for name, one in found.sets.items():
            files = [one.mt_of(system) for system in found.systems_of(name)] or [one.mt]
            beside = [*([one.source] if one.source else []), *one.references]
            assert beside
            assert [path for path in (*files, *beside) if not (folder / path).exists()] == []


def test_what_leads_nowhere_is_passed_over(tmp_path: Path) -> None:
    _write(tmp_path, "a.src.txt", ".venv/a.mt.txt", "env/pyvenv.cfg", "env/mt/a.txt")
    for name in ("a.mt.txt", "rows.tsv"):
        (tmp_path / name).symlink_to("nowhere")
    assert _made(tmp_path).sets == {}


def test_many_sets_are_not_all_listed(tmp_path: Path) -> None:
    for number in range(25):
        _write(tmp_path, f"a{number:02}.mt.txt", f"a{number:02}.src.txt")
    assert len(_made(tmp_path).sets) == 20
    assert "# There are 5 more, which are not listed here." in starter(look(tmp_path))

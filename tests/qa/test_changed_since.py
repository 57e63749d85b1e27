"""What git says changed: since which commit, in which files, whatever the user has set."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import InputError, UsageError
from corpora.load import Inputs
from qa.git.changed import changes
from tests.qa.git_made import TEN, Made, copied, edit, lines, lines_changed, made, with_ten_lines


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return with_ten_lines(tmp_path_factory.mktemp("template"))


@pytest.fixture
def desk(template: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A repository with ten lines in `a.txt`; it is the working folder."""
    return copied(template, tmp_path, monkeypatch)


SETTINGS = (
    "diff.noprefix=true",
    "diff.mnemonicPrefix=true",
    "diff.external=false",
    "color.ui=always",
    "color.diff=always",
    "diff.context=5",
    "diff.interHunkContext=20",
    "diff.renames=false",
    "diff.relative=true",
    "diff.algorithm=patience",
    "core.pager=false",
    "core.quotePath=true",
    "diff.submodule=log",
    "diff.noisy.textconv=false",
    "diff.noisy.command=false",
    "diff.orderFile=/nowhere",
    "core.fsmonitor=/nowhere",
)


@pytest.mark.parametrize(
    "settings",
    [SETTINGS, *(pytest.param((one,), marks=pytest.mark.slow, id=one) for one in SETTINGS)],
)
def test_the_users_settings_do_not_matter(
    desk: Made, monkeypatch: pytest.MonkeyPatch, settings: tuple[str, ...]
) -> None:
    desk.commit({"sub/ü b.txt": lines(*TEN), ".gitattributes": "*.txt diff=noisy\n"})
    desk.git("mv", "sub/ü b.txt", "sub/ü c.txt")
    edit(desk, "sub/ü c.txt", l3="New.", l6="New.")
    for setting in settings:
        desk.git("config", *setting.split("="))
    monkeypatch.chdir("sub")
    assert lines_changed(changes(Inputs(("ü c.txt",))), "ü c.txt") == [3, 6]


def test_the_environment_of_a_hook_does_not_matter(
    desk: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(desk, l3="New.")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF", "GIT_TRACE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("GIT_GLOB_PATHSPECS", "1")
    assert lines_changed(changes(Inputs(("a.txt",))), "a.txt") == [3]


def test_patterns_sources_and_references_count(desk: Made, tmp_path: Path) -> None:
    desk.commit({"mt/a.txt": "A.\n", "src/a.txt": "A.\n", "ref/a.txt": "A.\n"})
    desk.write("ref/a.txt", "B.\n")
    inputs = Inputs(("mt",), "src", ("ref",))
    found = changes(inputs)
    assert (found.has("mt"), found.has("src"), found.has("ref")) == (False, False, True)
    assert found.concern(inputs)
    assert not found.concern(replace_references(inputs))
    outside = tmp_path / "outside.txt"
    outside.write_text("O.\n")
    lonely = Inputs(("mt/a.txt",), str(outside), ("-", "https://example.org/a.txt"))
    assert not changes(lonely).concern(lonely)
    globbed = Inputs(("re?/*.txt",))
    assert changes(globbed).concern(globbed)
    with pytest.raises(InputError, match="no file fits"):
        changes(Inputs(("nowhere/*.txt",)))


def replace_references(inputs: Inputs) -> Inputs:
    return Inputs(inputs.paths, inputs.source)


def test_links_are_followed_within_the_repository(desk: Made, tmp_path: Path) -> None:
    desk.commit({"deep/real.txt": lines(*TEN)})
    (desk.root / "link.txt").symlink_to("deep/real.txt")
    (desk.root / "short").symlink_to("deep")
    desk.commit()
    edit(desk, "deep/real.txt", l5="New.")
    for path in ("link.txt", "short/real.txt", str(desk.root / "link.txt"), "*nk.txt"):
        found = changes(Inputs((path,)))
        assert lines_changed(found, path.replace("*", "li")) == [5]
    assert changes(Inputs(("short",))).has("short")
    (tmp_path / "way").symlink_to(desk.root)
    assert lines_changed(changes(Inputs(("../way/link.txt",))), "../way/link.txt") == [5]


def test_a_repository_in_the_folder_is_new_unless_it_is_a_submodule(desk: Made) -> None:
    made(desk.root / "sub").commit({"x.txt": "X.\n"})
    found = changes(Inputs((".",)))
    assert found.has("sub/x.txt")
    assert found.touches("sub/x.txt", 5, 5)
    desk.git("-c", "advice.addEmbeddedRepo=false", "add", "sub")
    desk.git("commit", "-q", "-m", "sub")
    assert not changes(Inputs((".",))).has("sub/x.txt")
    made(desk.root / "sub").write("x.txt", "Y.\n")
    assert changes(Inputs(("sub/x.txt",))).has("sub/x.txt")


def test_since_a_branch_what_others_did_on_it_does_not_count(desk: Made) -> None:
    desk.git("switch", "-q", "-c", "mine")
    edit(desk, l2="Mine.")
    tip = desk.commit()
    desk.git("switch", "-q", "main")
    edit(desk, l8="Theirs.")
    desk.commit({"theirs.txt": "T.\n"})
    desk.git("tag", "release")
    desk.git("switch", "-q", "mine")
    edit(desk, l2="Mine.", l5="Not committed.")
    for ref in ("main", "release", "HEAD~1", desk.git("rev-parse", "main").strip()):
        found = changes(Inputs((".",)), ref)
        assert lines_changed(found, "a.txt") == [2, 5]
        assert (found.since, found.notes) == (ref, ())
    desk.git("checkout", "-q", "--detach", tip)
    assert lines_changed(changes(Inputs((".",)), "main"), "a.txt") == [2, 5]
    assert lines_changed(changes(Inputs((".",))), "a.txt") == [5]


def test_without_a_common_commit_the_branch_itself_counts(desk: Made) -> None:
    desk.git("switch", "-q", "--orphan", "other")
    desk.commit({"a.txt": lines("New.", *TEN[1:])})
    found = changes(Inputs((".",)), "main")
    assert lines_changed(found, "a.txt") == [1]
    assert found.notes == ("HEAD and main have no commit in common; compared with main itself",)


def test_a_shallow_clone_says_what_it_lacks(
    desk: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.git("rev-parse", "HEAD").strip()
    edit(desk, l2="New.")
    desk.commit()
    desk.git("branch", "side", first)
    clone = Made(tmp_path / "clone")
    desk.git("clone", "-q", "--depth=1", "--no-single-branch", desk.root.as_uri(), str(clone.root))
    monkeypatch.chdir(clone.root)
    with pytest.raises(UsageError, match="no commit 'HEAD~1'; this clone is shallow: 'git fetch"):
        changes(Inputs((".",)), "HEAD~1")
    with pytest.raises(UsageError, match="did you mean 'origin/side'"):
        changes(Inputs((".",)), "side")
    found = changes(Inputs((".",)), "origin/side")
    assert lines_changed(found, "a.txt") == [2]
    assert "shallow" in found.notes[0]

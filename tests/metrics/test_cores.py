"""How many processors there are for us, in a container, too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from metrics.cores import at_most, cores

CPU_MAX, QUOTA, PERIOD = "cpu.max", "cpu.cfs_quota_us", "cpu.cfs_period_us"


@pytest.fixture(autouse=True)
def _of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)


def system(folder: Path, group: str, files: dict[str, str]) -> Path:
    """A made-up /proc and /sys."""
    files = {f"sys/fs/cgroup/{name}": text for name, text in files.items()}
    for name, text in {**files, "proc/self/cgroup": group}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("group", "files", "expected"),
    [
        pytest.param("0::/\n", {CPU_MAX: "200000 100000\n"}, 2, id="two-of-64"),
        pytest.param("0::/\n", {CPU_MAX: "max 100000\n"}, 64, id="no-quota"),
        pytest.param("0::/\n", {CPU_MAX: "150000 100000\n"}, 2, id="one-and-a-half"),
        pytest.param("0::/\n", {CPU_MAX: "1000 100000\n"}, 1, id="a-little"),
        pytest.param("0::/\n", {CPU_MAX: "6500000 100000\n"}, 64, id="more-than-there-are"),
        pytest.param("0::/a/b\n", {f"a/{CPU_MAX}": "300000 100000\n"}, 3, id="the-one-above"),
        pytest.param("0::/../x\n", {CPU_MAX: "400000 100000\n"}, 4, id="outside-of-its-view"),
        pytest.param("0::/\n", {CPU_MAX: "much"}, 64, id="no-number"),
        pytest.param("0::/\n", {CPU_MAX: "100000 0"}, 64, id="no-period"),
        pytest.param(
            "1:cpu:/docker/1\n",
            {f"cpu/{QUOTA}": "200000\n", f"cpu/{PERIOD}": "100000\n"},
            2,
            id="version-1-in-a-container",
        ),
        pytest.param(
            "0::/\n4:cpu,cpuacct:/a\n",
            {f"cpu,cpuacct/a/{QUOTA}": "50000\n", f"cpu,cpuacct/a/{PERIOD}": "50000\n"},
            1,
            id="version-1-on-a-machine",
        ),
        pytest.param(
            "4:cpu:/\n", {f"cpu/{QUOTA}": "-1\n", f"cpu/{PERIOD}": "9\n"}, 64, id="version-1-none"
        ),
        pytest.param("nonsense\n\n:\n", {}, 64, id="nonsense"),
    ],
)
def test_a_quota(group: str, files: dict[str, str], expected: int, tmp_path: Path) -> None:
    assert cores(system(tmp_path, group, files)) == expected


def test_no_linux(tmp_path: Path) -> None:
    assert cores(tmp_path) == 64


def test_what_is_said_counts_more(tmp_path: Path) -> None:
    with at_most(3):
        assert cores(system(tmp_path, "0::/\n", {CPU_MAX: "100000 100000"})) == 3
    assert cores() >= 1

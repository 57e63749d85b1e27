"""`copydesk corpora`: which test sets there are, and how to get them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import click

from corpora.errors import UsageError
from corpora.sets.catalogue import TestSet, catalogue, lookup
from corpora.sets.download import Patience, Progress
from corpora.sets.languages import Pair, tag
from corpora.sets.store import Store
from metrics.cache import cache_folder
from qa.commands.options import say, talk_options
from reports.plain import WIDTH, table_text
from reports.table import Column, Table

F = TypeVar("F", bound=Callable[..., Any])
_ON = frozenset({"1", "ON", "YES", "TRUE"})
_FOLDER = "test-sets"
_FEW = 4
_COLUMNS = ("name", "pairs", "segments", "format", "here", "what")


def _catalogue_option(function: F) -> F:
    option = click.option(
        "--catalogue",
        "own",
        metavar="FILE",
        envvar="COPYDESK_CATALOGUE",
        type=click.Path(path_type=Path),
        help="Test sets of your own, as docs/corpora.md says (or COPYDESK_CATALOGUE).",
    )
    return option(function)


@click.group(short_help="Test sets: which there are, and how to get them.")
def corpora() -> None:
    """Test sets: which there are, and how to get them.

    Those of sacreBLEU, and others. What is fetched is checked and kept in the cache
    (COPYDESK_CACHE). Their licences are their owners': read them before you use a set.
    """


@corpora.command("list")
@click.option("--lang", metavar="CODE", help="Only sets with this pair (en-id) or language (id).")
@click.option("--json", "as_json", is_flag=True, help="All that is known, as JSON.")
@_catalogue_option
def list_(lang: str | None, own: Path | None, *, as_json: bool) -> None:
    """List the test sets."""
    sets = [one for one in catalogue(own).values() if lang is None or one.speaks(lang)]
    if not sets:
        raise UsageError(f"no test set has '{lang}'; give a code, as in id, or a pair, as in en-id")
    with _folder() as folder:
        store = Store(folder)
        if as_json:
            click.echo(json.dumps([_data(one, store) for one in sets], ensure_ascii=False))
        else:
            rows = tuple(_row(one, store) for one in sets)
            columns = tuple(Column(name) for name in _COLUMNS)
            click.echo(table_text(Table("", columns, rows), _width()), nl=False)


@corpora.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@_catalogue_option
def info(name: str, own: Path | None, *, as_json: bool) -> None:
    """Say what a test set is: languages, size, licence, citation, files, what is here."""
    one = lookup(catalogue(own), name)
    with _folder() as folder:
        data = _data(one, Store(folder))
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    for key in ("name", "what", "segments", "format", "licence", "homepage", "note", "gate"):
        if data[key]:
            click.echo(f"{key:<10}{data[key]}")
    click.echo(f"{'pairs':<10}{' '.join(data['pairs']) or 'any two of the languages'}")
    click.echo(f"{'languages':<10}{' '.join(data['languages'])}")
    for file in data["files"]:
        here = ", here" if file["here"] else ""
        size = f", {file['bytes']:,} bytes" if file["bytes"] else ""
        click.echo(
            f"{'file':<10}{file['url']} ({file['hash'] or 'trusted on first use'}{size}{here})"
        )
    click.echo(f"cite\n{data['citation'].strip()}")


@corpora.command()
@click.argument("name")
@click.option("--pair", "pairs", multiple=True, metavar="en-id", help="[default: all it has]")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to write the files. [default: a folder of the set's name, here]",
)
@click.option("--offline", is_flag=True, help="Fetch nothing (or COPYDESK_OFFLINE=1).")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0, min_open=True),
    envvar="COPYDESK_TIMEOUT",
    default=Patience().data,
    show_default=True,
    help="How long to wait for a server that sends nothing, or next to nothing.",
)
@click.option("--tries", type=click.IntRange(1), default=Patience().tries, show_default=True)
@_catalogue_option
@talk_options
def get(
    name: str,
    pairs: Sequence[str],
    own: Path | None,
    out: Path | None,
    **options: Any,  # noqa: ANN401 — click's options
) -> None:
    """Fetch a test set, check it, and write it as files that copydesk reads.

    The paths of the files go to standard output, licence and citation to standard error.
    """
    one = lookup(catalogue(own), name)
    wanted = _wanted(one, pairs)
    target = out or Path(one.name.replace("/", "-"))
    with ExitStack() as stack:
        folder = stack.enter_context(_folder())
        watch = stack.enter_context(_bars(options))
        store = Store(folder, _patience(options), _is_offline(options), _noter(options), watch)
        for pair in wanted:
            for path in one.recipe.write(one.name, pair, store.fetch, target):
                click.echo(path)
    if not options["quiet"]:
        text = f"the licence of {one.name}: {one.licence} ({one.homepage}); please cite"
        click.echo(f"copydesk: {text}\n{one.citation.strip()}", err=True)


def _wanted(one: TestSet, asked: Sequence[str]) -> tuple[Pair, ...]:
    """The pairs to write. Raises UsageError."""
    if one.gate:
        raise UsageError(f"{one.name} is not given to just anyone: {one.gate}")
    if not asked and not one.recipe.pairs:
        raise UsageError(
            f"{one.name} has any two of its languages; name them with --pair, as en-id"
        )
    found = {pair: one.find(pair) for pair in asked}
    if missing := next((pair for pair, known in found.items() if known is None), None):
        has = ", ".join(map(str, one.recipe.pairs[:_FEW])) or "others"
        more = " …" if len(one.recipe.pairs) > _FEW else ""
        see = f"it has {has}{more}; 'copydesk corpora info {one.name}' lists them"
        raise UsageError(f"{one.name} has no pair '{missing}'; {see}")
    return tuple(dict.fromkeys(pair for pair in found.values() if pair)) or one.recipe.pairs


def _patience(options: Mapping[str, Any]) -> Patience:
    seconds: float = options["timeout"]
    return Patience(connect=min(seconds, Patience().connect), data=seconds, tries=options["tries"])


def _is_offline(options: Mapping[str, Any]) -> bool:
    return options["offline"] or os.environ.get("COPYDESK_OFFLINE", "").upper() in _ON


def _noter(options: dict[str, Any]) -> Callable[[str], None]:
    return lambda text: say([text], options)


@contextmanager
def _folder() -> Iterator[Path]:
    """Where fetched files are; a folder for the moment where nothing is to be kept."""
    kept = cache_folder()
    if kept is not None:
        yield kept / _FOLDER
        return
    with TemporaryDirectory() as folder:
        yield Path(folder)


@contextmanager
def _bars(options: Mapping[str, Any]) -> Iterator[Callable[[str], Progress]]:
    """Bars on standard error, if that is a terminal and the user does not want quiet."""
    if options["quiet"] or not sys.stderr.isatty():
        yield lambda _name: lambda _done, _total: None
        return
    from rich import progress  # noqa: PLC0415 — only a terminal waits for it
    from rich.console import Console  # noqa: PLC0415

    columns = (
        progress.TextColumn("{task.description}"), progress.BarColumn(), progress.DownloadColumn(),
        progress.TransferSpeedColumn(), progress.TimeRemainingColumn(),
    )  # fmt: skip
    with progress.Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:

        def watch(name: str) -> Progress:
            task = bar.add_task(name, total=None)
            return lambda done, total: bar.update(task, completed=done, total=total)

        yield watch


def _row(one: TestSet, store: Store) -> tuple[str, ...]:
    pairs = one.recipe.pairs
    some = " ".join(map(str, pairs)) if len(pairs) <= _FEW else f"{len(pairs)} pairs"
    any_two = f"any of {len(one.recipe.languages)}"
    files = one.recipe.files
    here = sum(store.has(file) for file in files)
    share = "yes" if here == len(files) and here else f"{here} of {len(files)}" if here else ""
    segments = one.segments.partition(" ")[0]
    return (one.name, some if pairs else any_two, segments, one.format, share, one.what)


def _data(one: TestSet, store: Store) -> dict[str, Any]:
    """A set as plain data."""
    spoken = {code for pair in one.recipe.pairs for code in (pair.source, pair.target)}
    files = [
        {
            "url": file.url,
            "hash": str(file.digest) if file.digest else "",
            "bytes": file.size,
            "here": store.has(file),
        }
        for file in one.recipe.files
    ]
    return {
        **{key: getattr(one, key) for key in ("name", "what", "segments", "format", "licence")},
        **{key: getattr(one, key) for key in ("citation", "homepage", "note", "gate")},
        "pairs": [str(pair) for pair in one.recipe.pairs],
        "languages": sorted(spoken or {*one.recipe.languages}, key=tag),
        "files": files,
    }


def _width() -> int:
    if not getattr(sys.stdout, "isatty", bool)():
        return WIDTH
    from rich.console import Console  # noqa: PLC0415

    return Console(file=sys.stdout).width

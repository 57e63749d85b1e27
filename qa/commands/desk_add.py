"""`copydesk desk add`: articles from files, put on the desk."""

from __future__ import annotations

import getpass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpora.errors import InputError, UsageError
from qa.commands.desk_options import database_of, database_option, tell

if TYPE_CHECKING:
    from qa.desk.people.person import Person
    from qa.desk.queue.adding import NewArticle
    from qa.desk.store.database import Database


@click.command(short_help="Put articles on the desk.")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--source", metavar="FILE", help="The source of the one article.")
@click.option("--reference", metavar="FILE", help="A human translation of it.")
@click.option("--lang", metavar="CODE", help="The translation's language. [default: detected]")
@click.option("--source-lang", metavar="CODE", help="The source's language.")
@click.option("--title", default="", help="The title of the one article. [default: its first line]")
@click.option("--name", default="", help="What the story is called; sent again, it is replaced.")
@click.option("--system", default="", help="What translated it.")
@click.option("--origin", default="", help="Where it came from: an agency, a feed.")
@click.option("--desk", default="", help="Who it is for: politics, sport.")
@click.option("--as", "who", metavar="NAME", help="Who sends it. [default: you]")
@database_option
@click.pass_context
def add(context: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 — click's
    """Put articles on the desk: files of any format that 'copydesk formats' lists.

    With --source or --reference, one file that is one article. A name that is there already makes
    another round of the same story.
    """
    is_one = options["source"] or options["reference"]
    if len(paths) > 1 and (is_one or options["title"] or options["name"]):
        what = "--source, --reference, --title and --name"
        raise UsageError(f"{what} go with one file; send the others apart")
    articles = [_paired(paths[0], options)] if is_one else _all(paths, options)
    with database_of(context) as database:
        person = _person(database, options["who"])
        adding = import_module("qa.desk.queue.adding")
        with database.writing() as session:
            ids = [adding.add_article(session, person, article).id for article in articles]
    count = "an article" if len(ids) == 1 else f"{len(ids):,} articles"
    tell(f"copydesk: {count} on the desk; its workers check them")


def _all(paths: tuple[str, ...], options: dict[str, Any]) -> list[NewArticle]:
    files = import_module("qa.desk.work.files")
    found = list[Any]()
    for path in paths:
        sent = files.Sent(path, _bytes(path), _fields(options))
        found += files.articles_of(sent)
    named = import_module("dataclasses").replace
    said = {name: options[name] for name in ("title", "name") if options[name]}
    return [named(one, **_fields(options, said)) for one in found]


def _paired(path: str, options: dict[str, Any]) -> NewArticle:
    """One article of up to three files."""
    files = import_module("qa.desk.work.files")
    sides = {"source": options["source"], "reference": options["reference"]}
    codes = {"source": options["source_lang"], "reference": options["lang"]}
    texts = {side: files.text_of_file(name, codes[side]) for side, name in sides.items() if name}
    mt = files.text_of_file(path, options["lang"])
    said = {"title": options["title"], "name": options["name"]}
    made: NewArticle = import_module("qa.desk.queue.adding").NewArticle(
        mt=mt, **texts, **_fields(options, said)
    )
    return made


def _fields(options: dict[str, Any], more: dict[str, str] | None = None) -> dict[str, str]:
    """What was said of all articles, as a new article takes it."""
    said = {name: options[name] for name in ("system", "origin", "desk") if options[name]}
    languages = {"language": options["lang"], "source_language": options["source_lang"]}
    named = {name: code for name, code in languages.items() if code}
    return {**said, **named, **(more or {})}


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror or error})") from None


def _person(database: Database, name: str | None) -> Person:
    """Who sends it: somebody who is named, or the one person of a local desk."""
    accounts = import_module("qa.desk.people.accounts")
    if name is None or name == getpass.getuser():
        local: Person = accounts.local_person(database)
        return local
    with database.reading() as session:
        account = accounts.named(session, name)
    person: Person = import_module("qa.desk.people.person").Person(
        account.id, account.name, account.role
    )
    return person

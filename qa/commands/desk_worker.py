"""`copydesk desk worker`: checks articles for a desk that is served elsewhere."""

from __future__ import annotations

from importlib import import_module

import click

from qa.commands.desk_options import address_of, config_option, config_path, database_option, tell


@click.command(short_help="Check articles for a desk that is served elsewhere.")
@config_option
@click.option(
    "--private-feeds", is_flag=True, help="Feeds may be fetched from private addresses, too."
)
@database_option
@click.pass_context
def worker(
    context: click.Context, /, config: str | None, *, private_feeds: bool, database: str | None
) -> None:
    """Take articles that wait for their check, one after the other, until told to stop.

    Any number of workers, on any number of machines, may share a PostgreSQL database.
    """
    address = address_of(database or context.obj)
    shown = import_module("qa.desk.store.database").shown(address)
    tell(f"copydesk: waiting for articles in {shown}")
    import_module("qa.desk.work.worker").run(address, config_path(config), private=private_feeds)

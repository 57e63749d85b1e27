"""`copydesk desk`: the editors' page, and what is done to it from the command line."""

from __future__ import annotations

import os
import sys
import webbrowser
from importlib import import_module
from typing import Any

import click

from qa.commands.desk_options import (
    config_option,
    config_path,
    database_option,
    opened_database,
    tell,
)

_SUBCOMMANDS = {
    "add": "desk_add",
    "user": "desk_users",
    "stats": "desk_learning",
    "export": "desk_learning",
    "worker": "desk_worker",
}


class _Desk(click.Group):
    """What is done to a desk is in modules of their own, imported when needed."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """In the order of the help."""
        return list(_SUBCOMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The command of this name; None if there is none."""
        module = _SUBCOMMANDS.get(name)
        if module is None:
            return None
        command: click.Command = getattr(import_module(f"qa.commands.{module}"), name)
        return command


@click.group(
    cls=_Desk,
    invoke_without_command=True,
    short_help="The editors' page: articles wait, worst first.",
)
@database_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="[default: 8377, or the next that is free]"
)
@click.option(
    "--workers",
    type=click.IntRange(0, 64),
    default=1,
    show_default=True,
    help="Processes that check articles; 0 where 'copydesk desk worker' runs elsewhere.",
)
@click.option("--login", is_flag=True, help="Ask for name and password on this machine, too.")
@click.option(
    "--proxy-header",
    metavar="NAME",
    help="The header in which a reverse proxy (OIDC, SAML) names who is asking.",
)
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="NETWORK",
    help="Where a proxy is: an address or a network (10.0.0.0/8); what it says of others' "
    "addresses is believed, too. [default, with --proxy-header: this machine]",
)
@click.option(
    "--hostname",
    "hostnames",
    multiple=True,
    metavar="NAME",
    help="A name under which the desk is asked for; needed where others may come.",
)
@click.option("--https", is_flag=True, help="Browsers come over HTTPS: cookies travel so only.")
@click.option(
    "--private-feeds", is_flag=True, help="Feeds may be fetched from private addresses, too."
)
@click.option(
    "--max-upload",
    type=click.IntRange(1, 1024),
    default=10,
    show_default=True,
    metavar="MB",
    help="The largest file that can be sent.",
)
@config_option
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.pass_context
def desk(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401 — click's
    """Open the editors' page: articles wait, worst first.

    Alone it serves one person on this machine, without a login, from a database of its own:

        copydesk desk

    For a newsroom, with accounts ('copydesk desk user add NAME --role admin'):

        copydesk desk --database postgresql://desk@db/desk --host 0.0.0.0 --hostname desk.example
    """
    if context.invoked_subcommand is not None:
        context.obj = options["database"]
        return
    _open(options)


def _open(options: dict[str, Any]) -> None:
    settings = import_module("qa.commands.desk_options").settings_of(options)
    listening = import_module("qa.desk.listening")
    sock = listening.listen(options["host"], options["port"])
    with opened_database(options["database"]) as opened:
        import_module("qa.commands.desk_options").check_people(opened.database, settings)
        url = listening.url_of(options["host"], sock)
        wants_browser = settings.access == "local" and not options["no_browser"]

        def ready() -> None:
            tell(f"the desk is open: {url}  (Ctrl+C closes it)")
            tell(f"its database: {opened.shown}")
            if wants_browser and sys.stderr.isatty() and "DISPLAY" in os.environ:
                webbrowser.open(url)

        module = import_module("qa.desk.serve")
        serving = module.Serving(
            opened.address, settings, options["workers"], config_path(options["config"])
        )
        try:
            module.serve(serving, opened.database, sock, ready)
        except KeyboardInterrupt:
            tell("the desk is closed")

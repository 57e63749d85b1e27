"""`copydesk completion`: the script that makes a shell complete copydesk's words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print a script for bash, zsh or fish; load it from the shell's start file.

    For bash: eval "$(copydesk completion bash)"
    """
    found = get_completion_class(shell)
    if found is not None:
        root = click.get_current_context().find_root().command
        click.echo(found(root, {}, "copydesk", "_COPYDESK_COMPLETE").source())

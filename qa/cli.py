"""The command line: its commands, and the one place where errors become a line and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module

import click

from corpora.errors import CopydeskError
from qa.version import copydesk_version

COULD_NOT_JUDGE = 2
_INTERRUPTED = 130
_SHOW_CURSOR = "\x1b[?25h"


class _Commands(click.Group):
    """Each command is in a module of its own, imported when it is needed: start-up is quick."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """In the order of the help."""
        return list(_MODULES)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The command of this name; None if there is none."""
        module = _MODULES.get(name)
        if module is None:
            return None
        command: click.Command = getattr(import_module(f"qa.commands.{module}"), name)
        return command


_MODULES = {
    "check": "check",
    "gate": "check",
    "batch": "batch",
    "fix": "fix",
    "score": "score",
    "compare": "compare",
    "comet": "comet",
    "align": "align",
    "convert": "convert",
    "formats": "convert",
    "evaluate": "evaluate",
    "corpora": "corpora",
    "calibrate": "calibrate",
    "history": "history",
    "desk": "desk",
    "init": "config",
    "config": "config",
    "rules": "rules",
    "explain": "rules",
    "completion": "completion",
}


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(copydesk_version(), prog_name="copydesk")
def cli() -> None:
    """The copy desk for machine-translated news.

    Exit codes: 0 pass, 1 the gate failed, 2 could not judge.
    """


def run_command() -> int:
    """Run the command line; its exit code."""
    try:
        code = cli.main(prog_name="copydesk", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except CopydeskError as error:
        code = _failed(str(error))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = COULD_NOT_JUDGE
    except click.exceptions.Abort:
        code = _INTERRUPTED
    except click.ClickException as error:
        code = _failed(_one_line(error))
    except BrokenPipeError:
        # The reader (`head`) has gone; a second failure at exit must not follow.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = COULD_NOT_JUDGE
    except OSError as error:
        code = _failed(f"the output cannot be written ({error.strerror or error})")
        sys.stdout = None
    except Exception:  # noqa: BLE001 — a fault of ours must not look like a gate that failed
        traceback.print_exc()
        code = _failed("this is a fault of copydesk's; please report it with the lines above")
    finally:
        if sys.stderr.isatty():
            sys.stderr.write(_SHOW_CURSOR)  # a bar that was interrupted has hidden it
    return code or 0


def _failed(message: str) -> int:
    one_line = message.replace("\r", "\\r").replace("\n", "\\n")  # a path may hold anything
    click.echo(f"copydesk: {one_line}", err=True)
    return COULD_NOT_JUDGE


def _one_line(error: click.ClickException) -> str:
    usage = getattr(error, "ctx", None)
    hint = f"; see '{usage.command_path} --help'" if usage else ""
    return " ".join(error.format_message().split()) + hint

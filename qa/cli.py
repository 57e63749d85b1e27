"""The command line: its commands, and the one place where errors become a line and an exit code."""

from __future__ import annotations

import os
import sys

import click

from corpora.errors import CopydeskError
from qa.commands.calibrate import calibrate
from qa.commands.check import check, gate
from qa.commands.completion import completion
from qa.commands.evaluate import evaluate
from qa.commands.fix import fix
from qa.commands.rules import explain, rules
from qa.commands.score import score
from qa.run import copydesk_version

COULD_NOT_JUDGE = 2
_INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(copydesk_version(), prog_name="copydesk")
def cli() -> None:
    """The copy desk for machine-translated news.

    Exit codes: 0 pass, 1 the gate failed, 2 could not judge.
    """


for command in (check, gate, fix, score, evaluate, calibrate, rules, explain, completion):
    cli.add_command(command)


def run_command() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        code = cli.main(prog_name="copydesk", standalone_mode=False)
    except CopydeskError as error:
        code = _failed(str(error))
    except click.exceptions.Abort:
        code = _INTERRUPTED
    except click.ClickException as error:
        code = _failed(_one_line(error))
    except BrokenPipeError:
        # The reader (`head`) has gone; a second failure at exit must not follow.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = COULD_NOT_JUDGE
    raise SystemExit(code)


def _failed(message: str) -> int:
    one_line = message.replace("\r", "\\r").replace("\n", "\\n")  # a path may hold anything
    click.echo(f"copydesk: {one_line}", err=True)
    return COULD_NOT_JUDGE


def _one_line(error: click.ClickException) -> str:
    usage = getattr(error, "ctx", None)
    hint = f"; see '{usage.command_path} --help'" if usage else ""
    return " ".join(error.format_message().split()) + hint

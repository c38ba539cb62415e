"""The command line: one explicit list of commands, one way to report what went wrong."""

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from workbench import __version__
from workbench.domain.errors import WorkbenchError
from workbench.settings import SettingsError

#: Every command, where it lives, and what it is for. Loaded when asked for, so that ``--help`` and ``list`` start
#: quickly.
COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("workbench.cli.serve:serve", "Serve the workbench until Ctrl+C."),
    "worker": ("workbench.cli.worker:worker", "Run background jobs until Ctrl+C."),
    "demo": ("workbench.cli.demo:demo", "Load the demo, serve it, and say who can sign in."),
    "list": ("workbench.cli.list:list_command", "List the articles on the desk, the last changed first."),
    "export": ("workbench.cli.export:export", "Write editions of articles to files."),
    "verify": ("workbench.cli.export:verify", "Check that every edition is what was published."),
    "user": (
        "workbench.cli.user:user",
        "Add people, set their roles and passwords, let them in or bar them.",
    ),
    "import": ("workbench.cli.import_:import_article", "Bring an Arabic article and its English draft in."),
    "read": ("workbench.cli.read:read_file", "Show what an import would make of a file."),
    "align": ("workbench.cli.align:align_files", "Pair the paragraphs of an Arabic and an English text."),
    "db": ("workbench.cli.db:db", "Look after the database."),
    "backup": (
        "workbench.cli.db:backup",
        "Write the whole database into a file, while the workbench goes on.",
    ),
    "restore": ("workbench.cli.db:restore", "Put a backup in the place of the database."),
}

WRONG = 2


class Commands(click.Group):
    """A group whose commands are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]  # not list(): once imported, the submodule of that name stands here

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_, purpose) in COMMANDS.items()])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Settings are environment variables; `workbench serve --settings` lists them.",
)
@click.version_option(__version__, message="%(version)s")
def workbench() -> None:
    """Arabic to English translation review: import, translate, review, publish, export."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The ``workbench`` command. Expected errors are one line on stderr and exit code 2."""
    try:
        code = workbench.main(args=arguments, prog_name="workbench", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped; nothing further was done.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG)
    except WorkbenchError as error:
        click.echo(error.message, err=True)
        sys.exit(WRONG)
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(WRONG)
    sys.exit(code if isinstance(code, int) else 0)

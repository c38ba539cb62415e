"""The options of the house style, for commands that write files for readers."""

from collections.abc import Callable
from typing import Any

import click

from workbench.export.house_style import OPTIONS


def house_style_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--quotes``, ``--dashes`` … from the one table; what is not given stays as written."""
    for option in reversed(OPTIONS):
        says = "; ".join(f"{choice}: {label}" for choice, label in option.choices.items())
        command = click.option(
            f"--{option.name}",
            type=click.Choice(list(option.choices)),
            help=f"{option.label} in this file ({says}); as written when not said.",
        )(command)
    return command

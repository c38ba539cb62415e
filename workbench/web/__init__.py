"""The web: one blueprint a screen. A route parses, names a permission, calls one service and renders."""

from flask import Blueprint

from workbench.web import (
    about,
    approving,
    arabic,
    auth,
    desk,
    editions,
    help,
    imports,
    inbox,
    looks,
    pairing,
    people,
    problems,
    publish,
    reading,
    row_pairs,
    rows,
    segments,
    sessions,
    settings,
    static_files,
    workbench,
)

#: Every blueprint, in the order of the line of work. Only the demo's is registered apart.
BLUEPRINTS: tuple[Blueprint, ...] = (
    static_files.bp,
    auth.bp,
    sessions.bp,
    desk.bp,
    inbox.bp,
    imports.bp,
    pairing.bp,
    arabic.bp,
    row_pairs.bp,
    workbench.bp,
    rows.bp,
    segments.bp,
    looks.bp,
    approving.bp,
    problems.bp,
    about.bp,
    reading.bp,
    publish.bp,
    editions.bp,
    people.bp,
    settings.bp,
    help.bp,
)

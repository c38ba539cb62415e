"""What can be gone to and done about an article from any of its pages: the list that Mod+K searches.

What is done to a row is not here: that is the editor's own table (static/js/editor/actions.js).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from workbench.db.models import Article
from workbench.domain.permissions import Permission, allows
from workbench.domain.release import EditionStatus, Release
from workbench.export.registry import EXPORTERS
from workbench.web import context

_P = Permission


@dataclass(frozen=True, slots=True)
class Command:
    """One line: what it says, where it leads, and more words it is found by.

    ``is_file``: the address is a download; ``is_posted``: a form is sent there. ``action``: the editor's own name for it
    where it has one, which stands in for this among the rows.
    """

    says: str
    address: str
    also: str = ""
    is_file: bool = False
    is_posted: bool = False
    action: str = ""


#: The pages about every article: (who may, what the line says, endpoint, words it is also found by, the editor's name).
_PAGES: tuple[tuple[Permission, str, str, str, str], ...] = (
    (_P.READ, "Rows of the article", "workbench.show", "translate review segments", ""),
    (_P.READ, "Read the English, alone or beside the Arabic", "reading.read", "preview marks", ""),
    (_P.HAND_OVER, "Hand the article over", "workbench.ask_hand_over", "send desk", "hand-over"),
    (_P.APPROVE, "Approve all rows you have read…", "approving.show", "", "approve-read"),
    (
        _P.READ,
        "Publishing: checklist and preview",
        "publish.show",
        "publish edition correction embargo schedule breaking waive",
        "",
    ),
    (_P.READ, "People, deadline, shelf", "about.show", "about assign hold spike archive legal read", ""),
    (_P.READ, "History of the article", "history.show", "log who when", ""),
    (_P.REIMPORT, "The Arabic changed: bring the corrected text in", "arabic.give", "import source", ""),
    (_P.BRING_BACK, "Bring a translation file back", "returning.give", "import xliff xlf", ""),
)

#: The pages about no article in particular.
_ELSEWHERE: tuple[tuple[Permission, str, str, str, str], ...] = (
    (_P.READ, "To the desk", "desk.index", "articles list", ""),
    (_P.READ, "Go to your inbox", "inbox.index", "", "inbox"),
    (_P.EXPORT, "Export many articles as one zip", "exports.choose", "download several", ""),
    (
        _P.MANAGE_OUTSIDE,
        "Ways out: keys, feeds, web sites told",
        "ways_out.index",
        "webhook token atom json",
        "",
    ),
    (_P.READ, "Help", "help.index", "formats keys roles", ""),
)


def commands_for(article: Article, found: Release, style: Mapping[str, Any]) -> list[Command]:
    """The lines for whoever looks, in the order they are shown as long as nothing is typed; ``found``: of its editions,
    ``style``: the house style that the page is in, by option, which its files are then in too."""
    return [
        *(
            Command(says, url_for(endpoint, slug=article.slug), also, action=action)
            for permission, says, endpoint, also, action in _PAGES
            if _may(permission, article)
        ),
        *_rows_anew(article),
        *_editions(article, found, style),
        *_drafts(article, style),
        *(
            Command(says, url_for(endpoint), also, action=action)
            for permission, says, endpoint, also, action in _ELSEWHERE
            if _may(permission, article)
        ),
    ]


def _may(permission: Permission, article: Article) -> bool:
    return allows(context.visitor(), permission, article.subject)


def _rows_anew(article: Article) -> Iterator[Command]:
    if _may(_P.REIMPORT, article):
        address = url_for("row_pairs.begin", slug=article.slug)
        yield Command("Pair the rows anew…", address, "align", is_posted=True)


def _editions(article: Article, found: Release, style: Mapping[str, Any]) -> Iterator[Command]:
    """What can be done about editions as they stand now; a file of what readers have, or are to have, comes last."""
    slug = article.slug
    if found.out:
        number = found.out.number
        if not found.scheduled and _may(_P.FIX_TYPO, article):
            yield Command(f"Fix a typo in edition {number}…", url_for("after.typo", slug=slug, number=number))
        if _may(_P.WITHDRAW_EDITION, article):
            yield Command(
                "Withdraw the article…", url_for("after.withdrawal", slug=slug), "take back edition"
            )
    if found.scheduled and _may(_P.WITHDRAW_EDITION, article):
        address = url_for("editions.show", slug=slug, number=found.scheduled.number)
        yield Command(f"See or cancel the embargo of edition {found.scheduled.number}", address, "scheduled")
    if found.issues:
        yield Command("Compare editions", url_for("editions.compare", slug=slug), "redline changes present")
    for number, status in reversed(found.statuses):
        word = "" if status in (EditionStatus.OUT, EditionStatus.SUPERSEDED) else f", {status}"
        address = url_for("editions.show", slug=slug, number=number)
        yield Command(f"Edition {number}{word}: text, files, record", address, "copy export zip who signed")
    ready = [found.out, found.scheduled if _may(_P.EXPORT_SCHEDULED, article) else None]
    for number in (issue.number for issue in ready if issue and _may(_P.EXPORT, article)):
        for form in EXPORTERS.values():
            yield Command(
                f"Export edition {number} as {form.label} (.{form.extension})",
                url_for("editions.download", slug=slug, number=number, format_id=form.id, **style),
                "download file",
                is_file=True,
            )


def _drafts(article: Article, style: Mapping[str, Any]) -> Iterator[Command]:
    if not _may(_P.EXPORT_DRAFT, article):
        return
    for form in EXPORTERS.values():
        yield Command(
            f"Export the draft as {form.label} (.{form.extension})",
            url_for("editions.download_draft", slug=article.slug, format_id=form.id, **style),
            "download file present text",
            is_file=True,
        )

"""A text with its links, emphasis and marked problems, as HTML.

Written here and not as a template's macro, since a page of rows has hundreds of them and a macro takes five times as long.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from workbench.db.queries.rows import DrawnSpan
from workbench.domain.marks import InlineMark, MarkKind
from workbench.text.runs import Run, runs

_DEEPEST = 3  # what the style sheet tells apart

_Run = Run[InlineMark, DrawnSpan]


def marked_text(
    text: str, inline: Iterable[InlineMark], problems: Iterable[DrawnSpan] = (), *, links: bool = True
) -> Markup:
    """The text as inline HTML.

    Problems on the same words are nested, the longest outermost; an insertion point is an empty element. A link
    stays one element whatever is nested in it; without ``links`` it is underlined text, for rows that open on a click.
    """
    written: list[str] = []
    open_link: str | None = None
    for run in runs(text, inline, problems):
        hrefs = [mark.href for mark in run.inline if mark.kind is MarkKind.LINK]
        href = hrefs[0] if hrefs else None
        if href != open_link:
            written += _ending(open_link, links=links)
            written += _beginning(href, links=links)
            open_link = href
        written.append(_marked(run))
    return Markup("".join((*written, *_ending(open_link, links=links))))  # noqa: S704  escaped below


def _beginning(href: str | None, *, links: bool) -> Sequence[str]:
    if href is None:
        return ()
    at = escape(href)
    return (f'<a href="{at}" rel="noopener noreferrer" target="_blank">' if links else f'<u title="{at}">',)


def _ending(href: str | None, *, links: bool) -> Sequence[str]:
    return () if href is None else ("</a>" if links else "</u>",)


def _marked(run: _Run) -> str:
    words = escape(run.text)
    if not run.inline and not run.problems:
        return words
    kinds = {mark.kind for mark in run.inline}
    tags = [tag for kind, tag in ((MarkKind.STRONG, "strong"), (MarkKind.EMPHASIS, "em")) if kind in kinds]
    point = "" if run.text else ' class="point"'
    opened = "".join([f"<{tag}>" for tag in tags])
    for depth, problem in run.nested:
        opened += (
            f'<mark{point} data-problems="{problem.problem_id}" data-severity="{problem.severity}"'
            f' data-status="{problem.status}" data-depth="{min(depth, _DEEPEST)}">'
        )
    return f"{opened}{words}{'</mark>' * len(run.problems)}{''.join([f'</{tag}>' for tag in reversed(tags)])}"

"""What a notice says after the name of who did it: for the inbox and for mail alike."""

from workbench.db.models import NoticeKind
from workbench.db.queries.at_stake import AtStake
from workbench.domain.problems import Status

WORDS: dict[NoticeKind, str] = {
    NoticeKind.ASSIGNED: "assigned you to the article",
    NoticeKind.HANDED_OVER: "handed the article over to you",
    NoticeKind.MENTIONED: "mentioned you {where}",
    NoticeKind.REPLIED: "replied {where}",
    NoticeKind.ANSWERED: "answered your question {where}",
    NoticeKind.AUTHOR_ANSWERED: "noted what the author answered {where}",
    NoticeKind.DISPUTED: "disputed your mark {where}",
    NoticeKind.DECIDED: "decided about a disputed mark {where}",
    NoticeKind.ASKED: "asked something {where}",
    NoticeKind.LEGAL_READ: "asked for a legal read {of}",
    NoticeKind.LEGAL_SIGNED: "signed the legal read {of}",
    NoticeKind.LEGAL_REFUSED: "found in the legal read {of} that it may not go out",
    NoticeKind.BREAKING: "published the article as breaking, with words that need a second reader",
    NoticeKind.STOPS: "named what stops publication {where}",
}
_DECIDED = {
    Status.WITHDRAWN: "withdrew a disputed mark {where}",
    Status.UPHELD: "upheld a disputed mark {where}",
}


def in_words(kind: NoticeKind, *, on_a_row: bool, number: int | None, status: Status | None = None) -> str:
    """The sentence, such as "replied on row 5"; a row without a number is gone. ``status``: its problem's, now."""
    what = "the article" if not on_a_row else f"row {number}" if number else "a row that is gone"
    words = _DECIDED.get(status, WORDS[kind]) if kind is NoticeKind.DECIDED and status else WORDS[kind]
    return words.format(where=f"on {what}", of=f"of {what}")


def all_the_same(stake: AtStake, *, on_a_row: bool) -> str:
    """What becomes of words, or of the article, that something stops only now; empty where nothing is at stake."""
    says = []
    if stake.out:
        says.append(f"Readers have {'these words in ' if on_a_row else ''}edition {stake.out.number}.")
    if stake.scheduled:
        due = stake.scheduled.published_at
        says.append(
            f"Edition {stake.scheduled.number} goes out {due.day} {due:%B %Y, %H:%M} UTC all the same unless it is cancelled."
        )
    return " ".join(says)

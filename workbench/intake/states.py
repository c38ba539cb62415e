"""How far a translation is, in the words of other tools and of people, as one of this desk's states.

Nothing comes in as approved, whatever a file says: here two people stand behind every word.
"""

import re
from collections.abc import Iterable

from workbench.domain.workflow import State
from workbench.text.arabic import match_key

#: Words that leave work to do; a text with one of them is a draft.
_DRAFT = (
    "new", "initial", "not started", "untranslated", "needs translation", "needs adaptation", "needs l10n", "draft",
    "rough", "fuzzy", "in progress", "edited", "partially edited", "pretranslated", "pre translated",
    "assembled from fragments", "machine translated", "mt", "rejected", "rejected translation", "rejected sign off",
    "unspecified", "todo", "to do",
    "مسودة", "غير مترجم", "جديد", "قيد العمل", "مرفوض",
)  # fmt: skip
#: Words of finished work that still has to be looked at.
_TRANSLATED = (
    "translated", "needs review translation", "needs review adaptation", "needs review l10n", "needs review", "confirmed",
    "manually confirmed", "finished", "done", "complete", "completed", "ready",
    "مترجم", "منجز", "مكتمل", "تم",
)  # fmt: skip
#: Words that claim a second person's word on it.
_FINAL = (
    "final", "signed off", "signedoff", "approved", "approved translation", "approved sign off", "reviewed", "proofread",
    "reviewer 1 confirmed", "reviewer 2 confirmed", "published", "accepted",
    "معتمد", "نهائي", "مراجع", "منشور",
)  # fmt: skip


_BETWEEN_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=[0-9])|[-_]")


def _key(word: str) -> str:
    """The same for "needs-translation", "NeedsTranslation" and "Needs translation"."""
    return match_key(_BETWEEN_WORDS.sub(" ", word))


_STATES = {
    **{_key(word): State.DRAFT for word in _DRAFT},
    **{_key(word): State.TRANSLATED for word in (*_TRANSLATED, *_FINAL)},
}
_FINAL_KEYS = frozenset(map(_key, _FINAL))


def state_of(word: str | None) -> State | None:
    """The state that a word means; None for an unknown or no word."""
    return _STATES.get(_key(word or ""))


def claims_approval(word: str | None) -> bool:
    """Whether a word says that somebody has approved the translation."""
    return _key(word or "") in _FINAL_KEYS


def about_approval(words: Iterable[str | None]) -> tuple[str, ...]:
    """The warning that a file's approvals do not hold here; none when it has none."""
    count = sum(map(claims_approval, words))
    if not count:
        return ()
    return (
        f"The file calls {count} translation{'s' if count > 1 else ''} approved or final. They come in as translated: "
        "here two people stand behind every word.",
    )

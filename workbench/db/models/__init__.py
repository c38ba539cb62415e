"""All models, one file per aggregate. Import them from here."""

from workbench.db.models.article import Article, Assignment
from workbench.db.models.audit import AuditEvent
from workbench.db.models.desk import ImportDraft, Job, Presence, Setting
from workbench.db.models.edition import Edition, EditionEvent, FeedKey, Webhook
from workbench.db.models.people import OneTimeLink, SignIn, Throttle, User, UserRole
from workbench.db.models.problem import Problem, ProblemEvent, ProblemEventKind, ProblemSpan, Waiver
from workbench.db.models.review import Judged, LegalRead, Look, Mail, MailWish, Notice, NoticeKind
from workbench.db.models.segment import Cause, Decision, DecisionKind, Lineage, LineageKind, Revision, Segment
from workbench.domain.release import EditionEventKind

__all__ = [
    "Article",
    "Assignment",
    "AuditEvent",
    "Cause",
    "Decision",
    "DecisionKind",
    "Edition",
    "EditionEvent",
    "EditionEventKind",
    "FeedKey",
    "ImportDraft",
    "Job",
    "Judged",
    "LegalRead",
    "Lineage",
    "LineageKind",
    "Look",
    "Mail",
    "MailWish",
    "Notice",
    "NoticeKind",
    "OneTimeLink",
    "Presence",
    "Problem",
    "ProblemEvent",
    "ProblemEventKind",
    "ProblemSpan",
    "Revision",
    "Segment",
    "Setting",
    "SignIn",
    "Throttle",
    "User",
    "UserRole",
    "Waiver",
    "Webhook",
]

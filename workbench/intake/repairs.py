"""Repairs: what is wrong with the letters of a text, not with its words."""

from collections.abc import Mapping

from workbench.intake.document import Document
from workbench.intake.reader import Language


def repair(document: Document, language: Language, choices: Mapping[str, bool]) -> Document:
    """The document with its repairs made."""
    return document

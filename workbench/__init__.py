"""The bilingual translation-review workbench: Arabic sources, English targets, numbered editions."""

__version__ = "0.1.0"

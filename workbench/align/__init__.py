"""Pairing the paragraphs of an Arabic text with those of its English translation."""

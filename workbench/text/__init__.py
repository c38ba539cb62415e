"""Strings only: Arabic, bidi, tokens, sentences, diffs and spans. Knows nothing of articles."""

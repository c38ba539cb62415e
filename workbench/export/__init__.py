"""Editions (and stamped drafts) written in the forms a desk needs; the same bytes every time."""

"""Use cases: one verb-named function each, ``(session, actor, …) → result``. Rules and audit live here.

They never commit (the caller's scope does) and know nothing of the web.
"""

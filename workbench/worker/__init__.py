"""Runs background jobs: the loop, and what each kind of job does."""

"""Runs background jobs: the loop, what each kind of job does, and the child process that ``serve`` starts."""

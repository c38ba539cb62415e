"""Figures, not assertions: each module measures one thing against a limit or a peer and prints a table.

``python -m tests.benchmarks`` runs all, ``python -m tests.benchmarks saves desk`` some. Quote medians and
ratios: machines are noisy.
"""

"""Invented articles and people to try the workbench with, and plausible volume for benchmarks."""

# Everything a newcomer needs: git, make and Python 3.11 or later. `make` alone lists the rest.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo serve test lint types bench lock wheel clean

# Where this is set, each process compiles the program anew, and a run of the tests starts many.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
DATA := .data
PORT ?= 8000
RESET ?=
TESTS ?= tests
WORKERS ?= 2

# The first interpreter that is new enough; PYTHON=… names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)

RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development

help: ## List what make can do
	@echo 'make TARGET, where TARGET is one of:'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1  \2/p' $(MAKEFILE_LIST) | awk '{n=$$1; $$1=""; printf "  %-8s%s\n", n, $$0}'

demo: $(RUNTIME) ## Load the demo and serve it (PORT=8000; RESET=1 starts over)
	@WORKBENCH_DATABASE_URL='sqlite:///$(CURDIR)/$(DATA)/demo.sqlite3' \
		$(BIN)/workbench demo --port $(PORT) $(if $(filter-out 0 no,$(RESET)),--reset)

serve: $(RUNTIME) ## Serve this checkout's own desk (PORT=8000); the first start prints a link for the first admin
	@$(BIN)/workbench serve --port $(PORT)

test: $(DEVELOPMENT) ## Check and test everything (TESTS=tests/text WORKERS=2 for less)
	@$(BIN)/python -m tests.chromium
	@$(MAKE) --no-print-directory lint types
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(TESTS)

lint: $(DEVELOPMENT) ## Style, formatting, and which layer may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(DEVELOPMENT) ## Static types, strict for the pure packages
	$(BIN)/mypy

bench: $(DEVELOPMENT) ## Measure speed, and print a table of medians and p99
	$(BIN)/python -m tests.benchmarks

wheel: $(DEVELOPMENT) ## Build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

lock: | $(BIN)/python ## Write the lock files anew (UPGRADE=1 takes newer versions)
	@$(BIN)/python -m venv $(VENV)-lock && $(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	@set -e; compile() { $(VENV)-lock/bin/uv pip compile --quiet pyproject.toml --extra postgresql --universal \
		--python-version 3.11 --generate-hashes --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) "$$@"; }; \
		compile --group build --output-file requirements.lock; \
		compile --group dev --output-file requirements-dev.lock
	@rm -rf $(VENV)-lock

clean: ## Remove what was built and installed; data in .data/ stays
	rm -rf $(VENV) $(VENV)-lock build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment: a stamp says which lock file is installed -------------------------------------------

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	@$(call install,requirements.lock)
	@touch $@

# The development lock holds everything of the other, at the same versions.
$(DEVELOPMENT): requirements-dev.lock pyproject.toml | $(BIN)/python
	@$(call install,requirements-dev.lock)
	@touch $@ $(RUNTIME)

define install
	echo 'Installing $(1) into $(VENV) …'; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endef

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or later is needed, and none was found. Install one, or name it: make PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo '$(PYTHON) cannot make virtual environments here. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@echo 'Making $(VENV) with $(PYTHON) …'
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)

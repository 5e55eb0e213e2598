# One way in for people and machines. Every path is relative, so the checkout may lie anywhere, also in a folder with
# spaces in its name. Steps leave stamps that are older than what they were built from after `git pull`.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3.11
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes --requirement

.PHONY: help install
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

install: .venv/.test ## Install what the application and its tests need, in .venv

.venv/.created:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is missing ($(PYTHON)). Install it, or say where it is: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.app: requirements/app.txt pyproject.toml | .venv/.created
	$(INSTALL) requirements/app.txt
	$(PIP) install --quiet --no-build-isolation --no-deps --no-index --editable .
	@touch $@

.venv/.test: requirements/test.txt .venv/.app
	$(INSTALL) requirements/test.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.test
	$(INSTALL) requirements/dev.txt
	@touch $@

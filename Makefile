# make demo    set up, then turn the sample blog into an audio edition in public/
# make test    set up, then run every test; what needs a program that is missing is skipped, and says so
# make lint    style, format and types
# make bench   measure speed, memory and sound, and write the table in the README (ten minutes)
# make format  put the code into the house's format
# make clean   take away what make and the tests made (not public/, not .audioblog/)
#
# Needs Python 3.11 or later and nothing else; PYTHON=/path/to/python chooses one. Set-up is done again only when
# pyproject.toml has changed. TESTS="tests/narrate -k dates" narrows `make test`.

VENV := .venv
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

# The scripts in .venv/bin hold its full path, and break when the folder is moved: tools are run as modules.
RUN := $(VENV)/bin/python -m
PIP := $(RUN) pip --disable-pip-version-check --quiet --no-input

NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name $(NEW_ENOUGH) 2>/dev/null && echo $$name && break; done)

.DELETE_ON_ERROR:
.PHONY: demo test lint bench format clean

demo: $(READY)
	@$(VENV)/bin/audioblog build

test: $(READY_DEV)
	@$(RUN) pytest $(TESTS)

lint: $(READY_DEV)
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy

bench: $(READY)
	@$(RUN) benchmarks

format: $(READY_DEV)
	@$(RUN) ruff check --fix-only --quiet .
	@$(RUN) ruff format .

clean:
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist tests/external/node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@test -n "$(PYTHON)" && "$(PYTHON)" $(NEW_ENOUGH) || { \
		echo "audioblog needs Python 3.11 or later. This machine has: $$($(or $(PYTHON),python3) --version 2>&1 || echo none)."; \
		echo "Install one, then run: make PYTHON=/path/to/python3.11"; exit 1; } >&2
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make a virtual environment: a part of it is missing."; \
		echo "On Debian and Ubuntu run: apt install python3-venv"; exit 1; } >&2
	@"$(PYTHON)" -m venv $(VENV)

# An older pip takes readability-lxml for uninstallable ("Candidate is not for this requirement: lxml[html-clean]") and
# knows no dependency groups: it is renewed first.
$(READY): pyproject.toml $(VENV)/bin/python
	@echo "Installing audioblog and what it needs into $(VENV). This takes about a minute, once." >&2
	@$(PIP) install --upgrade 'pip>=25.1'
	@$(PIP) install --editable '.[web]'
	@touch $@

$(READY_DEV): $(READY)
	@echo "Installing the tools for the tests into $(VENV)." >&2
	@$(PIP) install --group dev
	@touch $@

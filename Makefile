# Two commands do everything: `make run` and `make test`. Each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
PLANGRAPH := $(BIN)/plangraph
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
OUT := out

.PHONY: run setup test setup-test browser lint docs pin bench bench-explorer bench-align clean

run: setup
	@$(PLANGRAPH) run --output $(OUT)

setup: .venv/run.stamp

.venv/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "plangraph needs Python 3.11 or later: make PYTHON=python3.11 …")'
	@echo "Setting up .venv (once) …" >&2
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

test: setup-test browser
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

setup-test: .venv/test.stamp

.venv/test.stamp: requirements/test.txt .venv/run.stamp
	@echo "Setting up what the tests need (once) …" >&2
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

# The tests drive a real browser: one that is there, else Debian's as root, else one line that says what to install.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	       && { apt-get update -qq && apt-get install -qq -y chromium; } >/dev/null 2>&1; } \
	  || { echo "The browser tests need Chromium: install it (Debian: apt-get install chromium) and run make test again." >&2; exit 1; }

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: setup
	$(BIN)/python docs/generate.py

pin: setup-test
	$(PIP) pip-tools
	cd requirements && for part in run test; do \
	  ../$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-options \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --annotation-style line -o $$part.txt $$part.in; done

bench: setup-test
	$(BIN)/python benchmarks/run.py

bench-explorer: setup-test
	$(BIN)/python benchmarks/explorer.py

bench-align: setup-test
	$(BIN)/python benchmarks/align.py

clean:
	rm -rf .venv $(OUT) build dist

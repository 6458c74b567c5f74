# make lab            set up on the first call (Python >= 3.11 is all it needs), then start the app
# make lab TORCH=...  which PyTorch: system (the server's own), cpu, cu126, cu128, cu130 ..., pypi (the default)
# make test           set up what tests need too, then run them
# make check          lint, format, types, layers
# make bench          the measurements behind the README's table
# make lessons-evidence  run what the lessons' figures come from, on five seeds
# PYTHON=/path/to/python and VENV=/path/to/venv choose the interpreter and the place; ARGS goes to the command.

VENV ?= .venv
TORCH ?=
ARGS ?=
# A plain `python3` comes first: it is that of the activated environment or of the loaded module.
CANDIDATES := $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14 python)
SETUP_PYTHON := $(shell for p in $(CANDIDATES); do "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	>/dev/null 2>&1 && { command -v "$$p"; break; }; done)
BIN = $(VENV)/bin
LAB_CMD ?= $(BIN)/dl-lab
# Few workers: tests that train use two threads each. A file goes to one worker, so that kernels are shared.
PYTEST_ARGS ?= -n auto --maxprocesses=4 --dist loadfile

SETUP = "$(SETUP_PYTHON)" scripts/setup.py --venv "$(VENV)" --torch "$(TORCH)" $(if $(PYTHON),--python-given)

.PHONY: lab test check bench lessons-evidence setup setup-dev format clean have-python

lab: setup
	@$(LAB_CMD) $(ARGS)

test: setup-dev
	@"$(BIN)/python" -m pytest $(PYTEST_ARGS) $(ARGS)

check: setup-dev
	"$(BIN)/python" -m ruff check .
	"$(BIN)/python" -m ruff format --check .
	"$(BIN)/python" -m mypy
	@"$(BIN)/python" scripts/layers.py

format: setup-dev
	"$(BIN)/python" -m ruff check --fix .
	"$(BIN)/python" -m ruff format .

bench: setup-dev
	@"$(BIN)/python" -m pip install -q skorch lightning  # peers in bench_throughput.py, needed by nothing else
	@for b in benchmarks/bench_*.py; do echo "== $$b"; "$(BIN)/python" "$$b" $(ARGS) || exit 1; done

lessons-evidence: setup-dev
	@"$(BIN)/python" scripts/lessons_evidence.py $(ARGS)

setup: have-python
	@$(SETUP)

setup-dev: have-python
	@$(SETUP) --dev

have-python:
	@test -n "$(SETUP_PYTHON)" || { \
	  echo "dl-lab needs Python 3.11 or newer, and $(or $(PYTHON),python3) is $$(command -v $(or $(PYTHON),python3) >/dev/null && $(or $(PYTHON),python3) -V 2>&1 || echo 'not there')."; \
	  echo "  Debian, Ubuntu:  sudo apt install python3.11 python3.11-venv"; \
	  echo "  Fedora, RHEL:    sudo dnf install python3.12"; \
	  echo "  macOS:           brew install python@3.12"; \
	  echo "  without root:    conda create -n lab python=3.12 && conda activate lab   (or: uv python install 3.12)"; \
	  echo "  then again, or with its path:  make lab PYTHON=/path/to/python3.12"; \
	  exit 2; }

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

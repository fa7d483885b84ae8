# Each target works alone on a fresh clone with nothing but Python 3.11 (or later) and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
ORIGINAL := $(wildcard seeds/001_*.txt)
REWRITE := $(wildcard seeds/000_*.txt)

# The constraints also bind the build back end's own environment.
export PIP_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: report test lint types layers notebook docs bench licences lock clean

report: .venv/drift.stamp
	$(BIN)/drift report $(ORIGINAL) $(REWRITE) -o report.html

test: .venv/test.stamp
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/test.stamp
	$(BIN)/mypy

layers: .venv/test.stamp
	$(BIN)/lint-imports

notebook: .venv/test.stamp
	$(BIN)/python -m pytest --nbmake notebooks

docs: .venv/docs.stamp
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet -b html -c docs . build/docs

bench: .venv/test.stamp
	$(BIN)/drift bench align words --data $(DATA)

licences: .venv/drift.stamp
	$(BIN)/python tools/licences.py docs/licences.md

lock: .venv/drift.stamp
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
		--constraint constraints.txt --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv report.html build dist

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/drift.stamp: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/test.stamp: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	touch $@ .venv/drift.stamp

.venv/docs.stamp: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	touch $@ .venv/drift.stamp

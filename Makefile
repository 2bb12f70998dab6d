PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed

.PHONY: run test faults hostile bench lint clean

run: $(STAMP)  ## start everything; PORT=8001 for another port
	@exec $(BIN)/python -m project.run

test: $(STAMP)  ## the whole suite; NO_BROWSER=1 leaves the browser out
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest

faults: $(STAMP)  ## what becomes of tasks when processes and services die, 20 times each
	$(BIN)/python -m tests.faults

hostile: $(STAMP)  ## what becomes of hostile files, with memory and time
	$(BIN)/python -m tests.hostile

bench: $(STAMP)  ## how fast it is beside what; keeps benchmarks/RESULTS.md
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m benchmarks

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --check --lint --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

clean:  ## forget the environment and all data under var/
	rm -rf $(VENV) var

$(STAMP): requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

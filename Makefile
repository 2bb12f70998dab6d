PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PRODUCT := $(VENV)/product-installed
TOOLS := $(VENV)/tools-installed
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check  # shows errors alone

unexport PYTHONDONTWRITEBYTECODE  # else each of hundreds of processes would compile every module

.PHONY: run test faults hostile bench lint clean

run: $(PRODUCT)  ## start everything; PORT=8001 for another port
	@exec $(BIN)/python -m project.run

test: $(TOOLS)  ## the whole suite; NO_BROWSER=1 leaves the browser out
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest --numprocesses 4

faults: $(TOOLS)  ## what becomes of tasks when processes and services die, 20 times each
	$(BIN)/python -m tests.faults

hostile: $(TOOLS)  ## what becomes of hostile files, with memory and time
	$(BIN)/python -m tests.hostile

bench: $(TOOLS)  ## how fast it is beside what; keeps benchmarks/RESULTS.md
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m benchmarks

lint: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --check --lint --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m project.catalogue check
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml
	$(BIN)/hadolint Dockerfile
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

clean:  ## forget the environment and all data under var/
	rm -rf $(VENV) var

$(PRODUCT): requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements.txt
	@touch $@

$(TOOLS): $(PRODUCT) requirements-dev.txt
	$(PIP) -r requirements-dev.txt
	@touch $@

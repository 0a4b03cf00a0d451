# `make demo` and `make test` set up what they need by themselves; `make help` lists the rest.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The marked reports and public data sets that accuracy is measured on lie beside the clone where they lie at all.
DATA := $(or $(DRAGOMAN_DEV_DATA),../shared)
TASK ?= events
RUN ?= training/runs/current
BASE ?= training/bases/mpnet

.DEFAULT_GOAL := help
.PHONY: help demo test check bench score train errors calibrate robust docs shots lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## set up, read the sample reports into a casebook and open the desk on it in the browser
	$(BIN)/dragoman demo --out demo

test: $(READY) ## set up, run all tests
	$(BIN)/python -m pytest

check: $(READY) ## style, types, layers, dependencies, documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pip check
	$(BIN)/python -m pytest -q tests/test_lock.py
	$(BIN)/mkdocs build --strict

bench: $(READY) ## reports a second, cold start, memory; archives: processes, engines, merging
	$(BIN)/python -m bench.speed
	$(BIN)/python -m bench.batch

score: $(READY) ## every accuracy figure on the development sets, with its interval and floor
	$(BIN)/python -m bench.gate --data $(DATA) --intervals 100

errors: $(READY) ## what is missed and invented on one task: make errors TASK=events
	$(BIN)/python -m bench.errors $(TASK) --data $(DATA)

calibrate: $(READY) ## fit the curves that make confidences shares of right answers, into the model's card
	$(BIN)/python -m bench.calibrate --data $(DATA) --update

robust: $(READY) ## what capitals, joined paragraphs and the furniture of web pages cost
	$(BIN)/python -m bench.robust --data $(DATA)

train: $(VENV)/.ready-training ## make the model from the data; goes on where an earlier run stopped
	$(BIN)/python -m training.base --out $(BASE)
	$(BIN)/python -m training.train --data $(DATA) --base $(BASE) --run $(RUN)
	$(BIN)/python -m training.export --run $(RUN) --base $(BASE) --out src/dragoman/model

docs: $(READY) ## write the generated pages and the README's picture anew
	$(BIN)/python -m dragoman.ontology.codebook docs/reference/codebook.md
	$(BIN)/python -m dragoman.record.schema docs/reference
	$(BIN)/python -m bench.page
	$(BIN)/python docs/images/record.py

shots: $(READY) ## take the pictures of the desk anew (needs Chromium)
	$(BIN)/python docs/images/shots.py demo

lock: $(READY) ## pin the newest versions that pyproject.toml allows
	$(BIN)/pip-compile --upgrade --quiet --generate-hashes --extra dev --strip-extras --allow-unsafe --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options -o requirements.lock pyproject.toml

clean: ## remove what was set up and built here
	rm -rf $(VENV) build dist site demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench training -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -m venv $(VENV) && exit 0; \
		rm -rf $(VENV); \
		echo "Python's venv module does not work here. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	done; \
	echo "Dragoman needs Python 3.11 or newer; name one that is not on the path with: make PYTHON=..." >&2; exit 1

# The stamp makes a second run quick. The package is installed in place: what is run is what stands in src/.
$(READY): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Setting up in $(VENV) (once; about a minute)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-training: training/requirements.txt $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	@touch $@

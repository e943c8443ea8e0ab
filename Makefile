# `make demo` and `make test` are all a fresh machine needs. `make help` lists the rest.
PYTHON ?= python3
RUN = .venv/bin/python
BUILD = $(PYTHON) -I crm_project/bootstrap.py
STOP_TESTS = CRM_DATA_DIR="$${CRM_DATA_DIR:-.local}/test" $(RUN) manage.py stop

.DEFAULT_GOAL := help
.PHONY: help env env-dev demo stop test lint format bench golden mutants matrix fuzz guess messages lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

env: ## build .venv with all that the demo needs
	@$(BUILD) demo

env-dev:
	@$(BUILD) dev

demo: env ## start the site with a demo company; Ctrl-C ends it, what you changed stays
	@exec $(RUN) manage.py demo --with-parent

stop: ## stop embedded servers that commands have left running
	@$(RUN) manage.py stop

test: env-dev ## run every test, e.g. make test ARGS="tests/sales -k win"
	@$(BUILD) chromium
	@$(RUN) -m pytest $(ARGS); code=$$?; $(STOP_TESTS); exit $$code

lint: env-dev ## style, types, import contracts, migrations
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	.venv/bin/lint-imports --no-logo
	$(RUN) -m mypy
	$(RUN) manage.py makemigrations --check --dry-run

format: env-dev ## put the code into the one style
	$(RUN) -m ruff check --fix --quiet .
	$(RUN) -m ruff format --quiet .

bench: env-dev ## measure filling, a new day, a late order, scores, pages, beside hand SQL: make bench SCALE=1
	@SCALE=$(or $(SCALE),1) exec $(RUN) -m bench

golden: env-dev ## compare a file of worked cases with what the program says: make golden FILE=cases.json
	@exec $(RUN) manage.py golden "$(FILE)"

matrix: env-dev ## walk every address as everybody: cells, leaks, changes, twin worlds, planted mistakes (15 minutes)
	@$(RUN) -m tests.matrix.run $(ARGS)
	@CRM_MATRIX=whole $(RUN) -m pytest -q tests/matrix/test_tasks_twice.py

fuzz: env-dev ## send garbage to every operation of the API as everybody: requests, 5xx
	@exec $(RUN) -m tests.matrix.run fuzz $(ARGS)

guess: env-dev ## guess a password ten thousand times, and time what a known and an unknown account is told
	@$(RUN) -m pytest -s -p no:xdist tests/accounts/guessing_at_length.py; code=$$?; $(STOP_TESTS); exit $$code

mutants: env-dev ## plant mistakes in a copy of the program and see whether each is noticed
	@exec $(RUN) -m tests.mutants.run $(ARGS)

messages: env-dev ## gather what is marked for translation into locale/; names what is still to translate
	@$(RUN) -m crm_project.messages

lock: env-dev ## write the hash-locked lists anew after a change in requirements/*.in
	@for list in bootstrap base demo dev; do \
	  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate requirements/$$list.in -o requirements/$$list.txt || exit 1; done

clean: stop ## remove the environment (not the data in .local)
	rm -rf .venv node_modules static/vendor

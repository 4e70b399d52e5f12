# Everything starts with a fresh checkout and python3 (3.11 or newer), git and make.
PYTHON ?= python3
# Unbuffered: its lines and those of the programs that it starts come in their order.
BOOTSTRAP := $(PYTHON) -u tools/bootstrap.py
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run env test check fuzz soak bench screens ui-budgets requirements lock fresh clean

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: ## Set everything up and start the server with a demo workspace
	@$(BOOTSTRAP) run $(ARGS)

env: ## Set up the environment for development, without running anything
	@$(BOOTSTRAP) env

test: ## Set up what tests need and run all of them
	@$(BOOTSTRAP) test $(ARGS)

check: env ## Lint and check types, on both sides
	@$(BIN)/python -u tools/run_tests.py checks

soak: env ## Kill processes in the middle of work and look for what is lost: ROUNDS=20 SEED=1
	@KEDANG_SOAK_ROUNDS=$(or $(ROUNDS),20) KEDANG_SOAK_SEED=$(or $(SEED),1) $(BIN)/python -m pytest -q -s tests/soak $(ARGS)

fuzz: env ## Compare permissions with their slow twin: QUERIES=1000000
	@KEDANG_FUZZ_QUERIES=$(or $(QUERIES),1000000) $(BIN)/python -m pytest -n 2 --dist worksteal -q tests/fuzz $(ARGS)

bench: env ## Measure each verb beside its yardsticks: ROWS=1000000
	@$(BIN)/python -m bench --rows $(or $(ROWS),1000000) $(ARGS)

screens: env ## Take a picture of every page in every state and say what is wrong: ARGS="--only customers"
	@$(BIN)/python -u -m tests.screens $(ARGS)

ui-budgets: env ## Measure the interface against its budgets
	@$(BIN)/python -u -m tests.budgets $(ARGS)

requirements: ## Show which requirements the last 'make test' proved, by area
	@$(PYTHON) tools/requirements.py

lock: env ## Renew the lock files from pyproject.toml
	@$(BIN)/python tools/lock.py $(ARGS)

fresh: ## Try 'make run' and 'make test' in a bare Debian (needs root and debootstrap)
	@tests/fresh.sh

clean: ## Remove what was built; data stays
	rm -rf .venv build dist kedang/web/static ui/node_modules .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

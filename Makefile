# Everything starts with a fresh checkout and python3 (3.11 or newer), git and make.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run env test check fuzz soak bench screens requirements lock fresh clean

help: ## Show what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: ## Set everything up and start the server with a demo workspace
	@$(PYTHON) tools/bootstrap.py run $(ARGS)

env: ## Set up the environment for development, without running anything
	@$(PYTHON) tools/bootstrap.py env

test: ## Set up what tests need and run all of them
	@$(PYTHON) tools/bootstrap.py test $(ARGS)

check: env ## Lint and check types, on both sides
	@$(BIN)/python tools/run_tests.py checks

fuzz: env ## Compare permissions with their slow twin: ARGS="--rounds 1000 --seed 7"
	@$(BIN)/python -m tests.fuzz $(ARGS)

soak: env ## Run for a long time with random kills: ARGS="--hours 72"
	@$(BIN)/python -m tests.soak $(ARGS)

bench: env ## Measure each verb beside its yardsticks: ROWS=1000000
	@$(BIN)/python -m bench --rows $(or $(ROWS),1000000) $(ARGS)

screens: env ## Take the pictures for the documentation
	@$(BIN)/python tools/screens.py $(ARGS)

requirements: ## Show which requirements the last 'make test' proved, by area
	@$(PYTHON) tools/requirements.py

lock: env ## Renew the lock files from pyproject.toml
	@$(BIN)/python tools/lock.py $(ARGS)

fresh: ## Try 'make run' and 'make test' in a bare Debian (needs root and debootstrap)
	@tests/fresh.sh

clean: ## Remove what was built; data stays
	rm -rf .venv build dist kedang/web/static ui/node_modules .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

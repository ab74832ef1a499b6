# The only commands anyone needs. "make" alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test check fix bench race lock
SHELL := bash
PORT ?= 8000
PY := .venv/bin/python
TESTS ?= tests

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: ## install what is missing, load the demo into an empty database, serve on 127.0.0.1:$(PORT)
	@scripts/bootstrap.sh run
	@PORT=$(PORT) exec $(PY) -m safeload.config.serve

test: ## every test, on SQLite and on PostgreSQL (TESTS=tests/web for some of them)
	@scripts/bootstrap.sh dev
	@$(PY) scripts/run_tests.py $(TESTS)

check: ## style, types, walls, templates, migrations, deployment checks
	@scripts/bootstrap.sh dev
	@$(PY) scripts/check.py

fix: ## format, and repair what the tools can repair
	@scripts/bootstrap.sh dev
	@$(PY) scripts/check.py --fix

bench: ## speed against the floors named in the benchmark
	@scripts/bootstrap.sh dev
	@scripts/peers.sh
	@$(PY) -m bench

race: ## thirty-two managers at once on both databases, every invariant counted again
	@scripts/bootstrap.sh dev
	@$(PY) -m bench.race

lock: ## write the lock files again after a change to pyproject.toml
	@scripts/bootstrap.sh run
	@scripts/lock.sh

# 回音 Huiyin. A newcomer has two commands: `make run` and `make test`; all other verbs stand below them.
# Needs Python 3.11 with venv, make and git; what else is missing is fetched or named with its cure.
SHELL := /bin/sh
PYTHON ?= python3
PY := .venv/bin/python
HUIYIN_PORT ?= 8000
export HUIYIN_PORT
export PYTHONDONTWRITEBYTECODE ?=
.DEFAULT_GOAL := help
.PHONY: help setup run dev test test-pg test-schemas check fix e2e pictures bench faults fresh seed reset build shell migration lock

help:          ## this list
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## */make \1|/p' Makefile | awk -F'|' '{printf "  %-16s %s\n", $$1, $$2}'

# ---- what the verbs stand on: each is made once, and again when what it is made from has changed
PACKAGES := .venv/.packages
NPM := node_modules/.made
FRONTEND := frontend/dist/.made
FRONTEND_SOURCES := package.json tsconfig.json $(shell find frontend -type f -not -path 'frontend/dist/*' 2>/dev/null)

$(PACKAGES): requirements-dev.txt
	@$(PYTHON) -m tools.environment requirements-dev.txt
	@touch $@

$(NPM): package-lock.json | $(PACKAGES)
	@echo "· npm ci …"
	@$(PY) -m tools.npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(FRONTEND): $(FRONTEND_SOURCES) | $(NPM)
	@$(PY) -m tools.npm run --silent build
	@touch $@

# ---- for everyone
setup: $(PACKAGES) $(NPM) $(FRONTEND) ## Python packages, Node packages, front end

run: setup     ## set up, fill the demo district, serve on 127.0.0.1:HUIYIN_PORT and work jobs
	@HUIYIN_DEMO=$${HUIYIN_DEMO-1} exec $(PY) -m tools.serve

dev: setup     ## the same, rebuilding and restarting when a file changes
	@HUIYIN_DEMO=$${HUIYIN_DEMO-1} exec $(PY) -m tools.serve --watch

test: setup    ## all tests on SQLite                          [T=huiyin/loops]
	@$(PY) -m tools.tests $(if $(CI),--floor) $(T)

test-pg: setup ## the same tests on PostgreSQL (DATABASE_URL, or a throw-away cluster)
	@$(PY) -m tools.pg -- $(PY) -m tools.tests $(T)

test-schemas: setup ## … and in one of two districts of one PostgreSQL
	@$(PY) -m tools.schemas $(T)

check: setup   ## every gate; writes nothing
	@$(PY) -m tools.check

fix: setup     ## format what can be formatted
	@$(PY) -m tools.check --fix

e2e: setup     ## journeys in a real browser                   [T=tests/journeys/test_…]
	@$(PY) -m tools.chromium --ready
	@HUIYIN_DATA_DIR=var/tests $(PY) -m pytest -q -n 3 $(or $(T),tests/journeys)

faults: setup  ## break things on purpose and look what is lost [HUIYIN_SCALE=1 for all of it]
	@$(PY) -m tools.breakers --ready
	@HUIYIN_DATA_DIR=var/tests $(PY) -m tools.prepare --static
	@HUIYIN_DATA_DIR=var/tests $(PY) -m pytest -q -n 3 --dist loadfile $(or $(T),tests/faults --ignore=tests/faults/test_lookup_time.py)
	@$(if $(T),:,HUIYIN_DATA_DIR=var/tests $(PY) -m pytest -q tests/faults/test_lookup_time.py)

pictures: setup ## e2e, keeping README's pictures and a contact sheet per role and size in docs/pictures
	@$(PY) -m tools.chromium --ready
	@HUIYIN_PICTURES=1 HUIYIN_DATA_DIR=var/tests $(PY) -m pytest -q -n 3 tests/journeys

bench: setup   ## measure beside the limits of this machine    [T=pages HUIYIN_SCALE=1]
	@$(PY) -m tools.bench $(T)

fresh:         ## clone HEAD elsewhere, run both commands there with a bare PATH  [T=huiyin/core]
	@$(PYTHON) -m tools.fresh $(T)

# ---- for those who build
seed: setup    ## a believable district into the database
	@HUIYIN_DEMO=1 $(PY) -m tools.prepare

reset: setup   ## drop all data, then seed                     [SURE=1]
	@HUIYIN_DEMO=1 $(PY) -m tools.reset

build: setup   ## front end and static files, ready to be served
	@$(PY) manage.py collectstatic --noinput

shell: setup   ## Django shell, with `actor` in hand           [as=worker]
	@HUIYIN_DEMO=$${HUIYIN_DEMO-1} $(PY) -m tools.shell $(or $(as),worker)

migration: setup ## a migration with a name                    a=referrals n=referral_waits_once
	@$(PY) manage.py makemigrations $(a) --name $(n)

lock: $(PACKAGES) ## compile the lock files again              [up=1 for newest versions]
	@$(PY) -m tools.lock $(if $(up),--upgrade)
	@$(PY) -m tools.npm install --package-lock-only --ignore-scripts --no-audit --no-fund

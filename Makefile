# Every target works on a fresh clone with nothing but Python and the package registries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MINUTES := 30
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test check format clean lock licences kill bench load soak fleet outage container demo-models bench pictures

help:            ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | sort

$(VENV)/.base: pyproject.toml
	@echo "keyclaims: making $(VENV) and installing the base dependencies (no torch)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -qq "pip>=24.2,<26.2"  # pip 23 fails on lxml[html_clean]
	@$(BIN)/pip install -qq --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	@echo "keyclaims: installing what the tests need (torch for the CPU included)"
	@$(BIN)/pip install -qq --editable '.[torch,dev]'
	@touch $@

demo: $(VENV)/.base   ## install, then read the samples through the demo models, offline
	@$(BIN)/keyclaims demo

test: $(VENV)/.dev    ## install what the tests need and run them
	@echo "keyclaims: running the tests"
	@$(BIN)/python -m pytest

kill: $(VENV)/.dev    ## kill -9 the bot under a stream of links, and while feeds grow; count what is lost or doubled
	@$(BIN)/python -m bench.kill --kills 100
	@$(BIN)/python -m bench.feeds_kill --kills 20

load: $(VENV)/.dev    ## how many articles a minute this machine carries, with models of the true shape (2 minutes)
	@$(BIN)/python -m bench.load

soak: $(VENV)/.dev    ## 30 minutes of steady load, and the slope of the memory (make soak MINUTES=4 for less)
	@$(BIN)/python -m bench.soak --minutes $(MINUTES)

fleet: $(VENV)/.dev   ## two front ends, four workers, PostgreSQL; a worker is killed every few seconds
	@$(BIN)/python -m bench.fleet

outage: $(VENV)/.dev  ## the network cut and PostgreSQL restarted under load: what is lost or doubled, how soon all is well
	@$(BIN)/python -m bench.outage

container:       ## the Dockerfile's steps without Docker: empty venv, unprivileged user, read-only tree, hadolint
	@sh bench/container.sh

check: $(VENV)/.dev   ## format, lint, types
	$(BIN)/ruff format --check bot models tests bench
	$(BIN)/ruff check bot models tests bench
	$(BIN)/mypy

format: $(VENV)/.dev  ## rewrite the code in the project's format
	$(BIN)/ruff format bot models tests bench
	$(BIN)/ruff check --fix bot models tests bench

pictures: $(VENV)/.dev ## take the pictures of docs/pictures and docs/flow.md from the samples anew (needs Chromium)
	@$(BIN)/python -m bench.flow
	@$(BIN)/python -m bench.pictures

clean:           ## remove what the targets made
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache

lock:            ## pin every dependency of the base install for the container
	rm -rf build/lock && $(PYTHON) -m venv build/lock && build/lock/bin/pip install -qq "pip>=24.2,<26.2" .
	{ echo "# Every dependency of the base install, pinned for the container. Made by: make lock"; \
	  build/lock/bin/pip freeze | grep -v '^keyclaims'; } > requirements.lock

licences: $(VENV)/.dev ## docs/licences.md from what the installed packages say of themselves
	@$(BIN)/python -m bench.licences

demo-models: $(VENV)/.dev  ## train the demo models again from samples/corpus (an hour or more on two cores)
	@$(BIN)/python -m bench.train_demo --corpus samples/corpus --out models/demo --minutes 90


bench: $(VENV)/.dev   ## translation: transformers and CTranslate2 against keyclaims at the true opus-mt shape, with ratios
	@$(BIN)/python -m bench.translation

# Hotspotkaart: `make run` opens the app, `make test` proves that it works.

# The municipality's folder that `make run` opens.
WORKSPACE ?= data
# The seeds from which benchmarks draw what they measure.
SEEDS ?= 1 2
BIN := .venv/bin

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install cluster run test tools lint format types contract unit browser bench \
	bench-quick bench-all prove fuzz soak audit sbom pictures clean lock

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

install: ## Make .venv, install the pinned packages and the browser assets
	@sh setup/install.sh run

cluster: ## Install the pinned packages for work on more than one machine (Dask) as well
	@sh setup/install.sh cluster

run: install ## Open the app on http://127.0.0.1:8501, with demo data where there is none yet
	@echo "==> Preparing the workspace $(WORKSPACE)"
	@$(BIN)/hotspotkaart -w "$(WORKSPACE)" setup
	@echo "==> Serving on http://127.0.0.1:8501 (stop with Ctrl-C)"
	@exec $(BIN)/hotspotkaart -w "$(WORKSPACE)" serve

test: lint types contract unit browser ## Install the test tools and a Chromium, then run every check

tools:
	@sh setup/install.sh test

lint: tools ## Check the style
	@echo "==> Style"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

format: tools ## Mend the style
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

types: tools ## Check the types
	@echo "==> Types"
	@$(BIN)/mypy

contract: tools ## Check who may import whom
	@echo "==> Import contract"
	@$(BIN)/lint-imports --no-logo

unit: tools ## Run the unit tests
	@echo "==> Unit tests"
	@$(BIN)/pytest -q -n 2 --ignore tests/browser

browser: tools ## Run the tests in a real Chromium
	@echo "==> Browser tests"
	@$(BIN)/pytest -q tests/browser

bench: ## Hold speed and memory beside peers and goals, and write benchmarks/RESULTS.md
	@sh setup/install.sh bench
	@$(BIN)/python benchmarks/run.py --seed $(SEEDS)

bench-quick: ## The same at small sizes within two minutes, printed only
	@sh setup/install.sh bench
	@$(BIN)/python benchmarks/run.py --quick --seed $(SEEDS)

bench-all: ## As bench, with what takes an hour: the app in a browser, recall, back-tests
	@sh setup/install.sh bench
	@$(BIN)/python benchmarks/run.py --all --seed $(SEEDS)

prove: tools ## Run the long proofs and write docs/proofs.md
	@$(BIN)/python setup/prove.py

fuzz: tools ## Bring 100,000 files and texts that lie to every reader
	@PYTHONPATH=tests STREAMLIT_LOGGER_LEVEL=error $(BIN)/python setup/fuzz.py

soak: tools ## Let 20 sessions use the app for 10 minutes and write docs/reliability.md
	@$(BIN)/python benchmarks/soak.py

audit: install ## Hold the pinned packages against known vulnerabilities (needs internet)
	@sh setup/audit.sh
	@$(BIN)/python setup/audit.py

sbom: install ## Write what the app is made of to build/sbom.json (CycloneDX)
	@sh setup/audit.sh
	@build/audit/bin/cyclonedx-py requirements setup/requirements/run.txt \
		--pyproject pyproject.toml --mc-type application --spec-version 1.6 \
		--output-reproducible --output-format JSON --output-file build/sbom.json
	@echo "==> Wrote build/sbom.json"

pictures: tools ## Make the pictures of the manual anew from the running app
	@PYTHONPATH=tests/browser $(BIN)/python setup/pictures.py

lock: ## Pin the dependencies anew after a change in pyproject.toml (needs uv)
	@sh setup/compile.sh

clean: ## Remove all that these targets made, but no data
	@rm -rf .venv static build *.egg-info node_modules setup/browser/node_modules \
		.mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

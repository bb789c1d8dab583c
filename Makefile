# Every command of the project. `make` alone lists them.

# The oldest Python that runs the project, and the names to look for it under.
OLDEST := 3.11
CANDIDATES := python3.11 python3.12 python3.13 python3.14 python3

LOCKS := infra/locks
ENVIRONMENT := .venv
DEPLOYMENT := .venv-deployment
BIN := $(ENVIRONMENT)/bin
PYTHON := $(BIN)/python
SAM := $(DEPLOYMENT)/bin/sam
SAM_OPTIONS := --config-file infra/samconfig.toml
LOCK := ../../$(BIN)/uv pip compile --quiet --upgrade --universal --python-version $(OLDEST) \
  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
READY := $(ENVIRONMENT)/locked.txt
DEPLOYMENT_READY := $(DEPLOYMENT)/locked.txt
SOURCES := functions shared infra tests
WORKERS ?= auto
REGION := eu-west-2

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export SAM_CLI_TELEMETRY := 0

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help environment run test slow browser screenshots styles check bench openapi build lock format clean

define announce
@printf '\n== %s\n' "$(1)"
endef

# $(call locked_environment,folder,lock): an environment holding exactly what the lock names, made
# anew where the lock says something else than when the folder was made.
define locked_environment
@set -e; \
if cmp --quiet $(2) $(1)/locked.txt; then touch $(1)/locked.txt; exit; fi; \
found=; \
for python in $(CANDIDATES); do \
  if $$python -c 'import ensurepip, sys, venv; sys.exit("%d.%02d" % sys.version_info[:2] < "$(OLDEST)")' \
    >/dev/null 2>&1; then found=$$python; break; fi; \
done; \
if [ -z "$$found" ]; then \
  echo "No Python $(OLDEST) or later with venv found (tried: $(CANDIDATES))." >&2; \
  echo "Install one (on Debian: python3 and python3-venv) and run make again." >&2; \
  exit 1; \
fi; \
printf '\n== %s: %s, packages of %s\n' "$(1)" "$$($$found --version)" "$(2)"; \
$$found -m venv --clear $(1); \
$(1)/bin/python -m pip install -qq --require-hashes --no-deps --requirement $(2); \
cp $(2) $(1)/locked.txt
endef

help: ## List these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

environment: $(READY) ## Make .venv from the lock, if the lock changed

$(READY): $(LOCKS)/development.txt
	$(call locked_environment,$(ENVIRONMENT),$(LOCKS)/development.txt)

$(DEPLOYMENT_READY): $(LOCKS)/deployment.txt
	$(call locked_environment,$(DEPLOYMENT),$(LOCKS)/deployment.txt)

run: $(READY) ## Run the whole service on this machine (PORT chooses the port)
	$(call announce,The service on this machine)
	$(PYTHON) -m infra.local

test: $(READY) ## Run every test that is quick and needs no browser
	$(call announce,Tests)
	$(PYTHON) -m pytest --numprocesses $(WORKERS) --ignore tests/browser -m "not slow" tests

slow: $(READY) ## Run the slow tests: largest sizes, measurements, whole lives, every failure
	$(call announce,Slow tests)
	$(PYTHON) -m pytest --numprocesses $(WORKERS) --ignore tests/browser -m slow tests

browser: $(READY) ## Run the tests in a real browser (CHROMIUM says where it is)
	$(call announce,Tests in a browser)
	$(PYTHON) -m pytest --numprocesses $(WORKERS) tests/browser

screenshots: $(READY) ## Take pictures of the portal's main pages, into infra/screenshots
	$(call announce,Pictures of the portal)
	$(PYTHON) -m infra.screenshots

styles: ## Write the portal's stylesheet from infra/styles (needs npm)
	$(call announce,The stylesheet)
	cd infra/styles && npm install --no-package-lock --no-audit --no-fund --silent
	infra/styles/node_modules/.bin/sass --no-source-map --style=compressed \
	  --load-path=infra/styles/node_modules infra/styles/portal.scss shared/pages/assets/portal.css

check: $(READY) ## Check format, rules, types, import directions and the template
	$(call announce,Format)
	$(BIN)/ruff format --check $(SOURCES)
	$(call announce,Rules)
	$(BIN)/ruff check $(SOURCES)
	$(call announce,Types)
	$(BIN)/mypy
	$(call announce,Import directions)
	$(BIN)/lint-imports --no-cache --no-logo
	$(call announce,Template)
	$(BIN)/cfn-lint --regions $(REGION) -- template.yaml

bench: $(READY) ## Measure start-up, packages and throughput
	$(call announce,Measurements)
	$(PYTHON) -m infra.bench

openapi: $(READY) ## Write the API's document, infra/openapi.json, from the models
	$(call announce,The API's document)
	$(PYTHON) -m infra.openapi

build: $(READY) $(DEPLOYMENT_READY) ## Make what AWS gets, in .aws-sam/build
	$(call announce,The template as SAM sees it)
	$(SAM) validate --lint $(SAM_OPTIONS)
	$(call announce,One package for each function)
	$(SAM) build $(SAM_OPTIONS)

# `sam build` calls this for each function, by its name in template.yaml.
build-%: $(READY)
	@$(PYTHON) -m infra.packaging $* $(ARTIFACTS_DIR)

lock: $(READY) ## Lock the newest versions that infra/locks/*.in allow
	$(call announce,Locks)
	cd $(LOCKS) && $(LOCK) lambda.in --output-file lambda.txt
	cd $(LOCKS) && $(LOCK) development.in --constraints lambda.txt --output-file development.txt
	cd $(LOCKS) && $(LOCK) deployment.in --output-file deployment.txt

format: $(READY) ## Format the code and mend what can be mended
	$(call announce,Format)
	$(BIN)/ruff check --fix-only --quiet $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

clean: ## Remove everything that was made, the environments included
	$(call announce,Clean)
	rm -rf $(ENVIRONMENT) $(DEPLOYMENT) infra/styles/node_modules .aws-sam .build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

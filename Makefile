# Gõ Cửa. `make help` lists the targets; `make run` and `make test` install what a fresh Debian lacks.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO := out/demo
# Two processes suit the two cores that the tests are planned for; TEST_JOBS=0 keeps them in one.
TEST_JOBS ?= 2
# More arguments for pytest: make test ARGS='tests/domain -x'
ARGS ?=

INPUTS := pyproject.toml constraints.txt hatch_build.py
PARTS := $(wildcard resources/translations/*/*.po)
COMPILED := $(addsuffix outreach.mo,$(sort $(dir $(PARTS))))
SYSTEM := PYTHON='$(PYTHON)' sh tools/system_packages.sh
# The constraints hold for the build environment too; older pips take the first variable for both. Nothing is ever
# installed outside the environment.
PIP := PIP_REQUIRE_VIRTUALENV=1 PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
	PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USE_PEP517=1 $(BIN)/python -m pip --quiet install
# An environment whose making was cut short is no environment, or has no pip: it is made again.
WHOLE := $(BIN)/python -c 'import pip, sys; sys.exit(sys.prefix == sys.base_prefix)' 2>/dev/null \
	|| '$(PYTHON)' -m venv --clear $(VENV)

.PHONY: run test torture bench check format catalogue bundle clean distclean help machine

# An installed program is compiled; the many short processes of tests and benchmarks should not do it again each.
COMPILE := $(BIN)/python -m compileall -q outreach_app ui resources

# What each target needs of the system; asked for in one go, so that a person without rights hears one sentence.
run: NEEDS := offscreen $(if $(DISPLAY)$(WAYLAND_DISPLAY),desktop)
test torture bench: NEEDS := offscreen tests
bundle: NEEDS := offscreen desktop bundle

run: machine $(VENV)/.ready-run $(COMPILED) ## open the window; without a display: play the demo into out/demo
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		exec $(BIN)/outreach window; \
	else \
		echo "No display here: the demo plays into $(DEMO) instead of a window."; \
		rm -rf $(DEMO); mkdir -p $(dir $(DEMO)); \
		QT_QPA_PLATFORM=offscreen $(BIN)/outreach demo $(DEMO) && echo "Look at what it made in $(CURDIR)/$(DEMO)"; \
	fi

test: machine $(VENV)/.ready-test $(COMPILED) ## run the tests (offscreen)
	@$(COMPILE)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(TEST_JOBS) $(ARGS)

torture: machine $(VENV)/.ready-test $(COMPILED) ## run the long batteries and look for new examples; takes many minutes
	@$(COMPILE)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(TEST_JOBS) --timeout 0 -m torture --hypothesis-profile=wander $(ARGS)

bench: machine $(VENV)/.ready-bench $(COMPILED) ## measure every promised figure, 16 to 40 minutes; OUTREACH_BENCH=full: hours
	@$(COMPILE)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 0 --timeout $(if $(OUTREACH_BENCH),0,1200) -s tests/benchmarks $(ARGS)

check: $(VENV)/.ready-dev ## format, lint, types, import contracts, untranslated sentences
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/compile_catalogue.py --check

format: $(VENV)/.ready-dev ## put the code into the agreed format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

catalogue: $(VENV)/.ready-run ## compile the translations
	$(BIN)/python tools/compile_catalogue.py

bundle: machine $(VENV)/.ready-bundle $(COMPILED) ## freeze the program into dist/gocua; GOCUA_PARQUET=1 for analysis too
	$(BIN)/python -m PyInstaller --noconfirm --log-level ERROR --distpath dist --workpath build/bundle packaging/gocua.spec
	@QT_QPA_PLATFORM=offscreen dist/gocua/outreach --help >/dev/null
	@echo "Made dist/gocua ($$(du -sm dist/gocua | cut -f1) MB): copy the whole folder and start gocua in it."

clean: ## remove what was built, measured and cached; the virtual environment stays
	rm -rf build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .benchmarks $(COMPILED)
	find outreach_app ui resources tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## as clean, and remove the virtual environment too
	rm -rf $(VENV)

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

# ------------------------------------------------------------------------------------- what the targets stand on
machine:
	@[ -x $(BIN)/python ] || $(call is_python_fit,$(PYTHON)) || { \
		echo "Gõ Cửa needs Python 3.11 to 3.14, but '$(PYTHON)' is $$('$(PYTHON)' --version 2>&1): install one of them," \
			"then name it:  make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 3; }
	@$(SYSTEM) $(NEEDS) $(if $(wildcard $(BIN)/python),,venv)

is_python_fit = '$(1)' -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null

$(BIN)/python: | machine
	'$(PYTHON)' -m venv --clear $(VENV)

$(VENV)/.ready-run: $(INPUTS) | $(BIN)/python
	@echo "Installing Gõ Cửa into $(VENV) (about 130 MB to download the first time)"
	@$(WHOLE)
	@$(PIP) --editable '.[catalogue]'
	@touch $@

$(VENV)/.ready-test: $(INPUTS) | $(BIN)/python
	@echo "Installing Gõ Cửa and what its tests need into $(VENV)"
	@$(WHOLE)
	@$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/.ready-run

$(VENV)/.ready-bench: $(INPUTS) tests/benchmarks/peers/constraints.txt | $(BIN)/python
	@echo "Installing Gõ Cửa, what its tests need and what it is measured against into $(VENV)"
	@$(WHOLE)
	@$(PIP) --editable '.[test,bench]'
	@'$(PYTHON)' -m venv --clear $(VENV)/peers
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(VENV)/peers/bin/python -m pip --quiet install \
		-c tests/benchmarks/peers/constraints.txt recordlinkage
	@touch $@ $(VENV)/.ready-test $(VENV)/.ready-run

$(VENV)/.ready-dev: $(INPUTS) | $(BIN)/python
	@echo "Installing Gõ Cửa and what its checks need into $(VENV)"
	@$(WHOLE)
	@$(PIP) --editable '.[test,dev]'
	@touch $@ $(VENV)/.ready-test $(VENV)/.ready-run

$(VENV)/.ready-bundle: $(INPUTS) | $(BIN)/python
	@echo "Installing Gõ Cửa and what freezing it needs into $(VENV)"
	@$(WHOLE)
	@$(PIP) --editable '.[bundle]'
	@touch $@ $(VENV)/.ready-run

$(COMPILED): $(PARTS) tools/compile_catalogue.py | $(VENV)/.ready-run
	@$(BIN)/python tools/compile_catalogue.py >/dev/null
	@touch $(COMPILED)

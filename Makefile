# Every command of this project. Plain `make` lists them.

.DEFAULT_GOAL := help
.PHONY: help setup build test format format-check run sim endurance python-setup docs docs-check schemathesis conformance

sources := Sources Tests Package.swift

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what building needs (Debian, Ubuntu)
	@scripts/setup

python-setup: ## Make .build/python, with the Python tools of the tests
	@scripts/python-setup

build: setup ## Build everything (debug)
	swift build

# A few at a time: with hundreds at once, what is given seconds by the real clock starves.
test: setup ## Build and run all tests; those of the real program by themselves, since they need the machine
	scripts/tests --skip EndToEndTests --experimental-maximum-parallelization-width 6
	scripts/tests --skip-build --filter EndToEndTests --experimental-maximum-parallelization-width 4

format: ## Format all sources in place
	swift format --in-place --parallel --recursive $(sources)

format-check: ## Fail when a source is not formatted
	swift format lint --strict --parallel --recursive $(sources)

run: setup ## Try it: a server and two devices that sync (ONCE=1 ends by itself)
	swift build --product tideline
	ONCE=$(ONCE) scripts/demo

sim: setup ## Lets simulated devices sync through storms, and judges: SEEDS=1-200, or one seed with ARGS='--seed 17 --trace'
	swift build --product tideline-sim
	.build/debug/tideline-sim $(or $(ARGS),--seeds $(or $(SEEDS),1-200))

endurance: setup ## Keep two devices busy for hours, and compare: MINUTES=120
	swift build --product tideline
	MINUTES=$(or $(MINUTES),120) scripts/endurance

# Without URL our own server is built and started; with it nothing of this project is built.
conformance: python-setup ## Hold a server to the sync reference: URL=… and LOGIN=… PASSWORD=…, or TOKEN=… (else our own)
	$(if $(URL),,scripts/setup chromium wget && swift build --product tideline)
	@cd conformance && ../.build/python/bin/python -m pytest $(TESTS)

docs: python-setup ## Write what is made from openapi.yaml and from the commands
	@.build/python/bin/python scripts/docs
	swift build --product tideline
	@scripts/cli-docs .build/debug/tideline

docs-check: python-setup ## Fail when it is not as openapi.yaml says
	@.build/python/bin/python scripts/docs --check

schemathesis: python-setup setup ## Compare the real server with openapi.yaml (ARGS=… go to schemathesis)
	swift build --product tideline
	scripts/schemathesis $(ARGS)

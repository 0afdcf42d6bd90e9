# The house's commands. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test quick check e2e ci bench oracle siege

help: ## List the commands
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: ## Build and open the demonstration city (first time some minutes, then seconds)
	@scripts/needs.sh build
	@echo "Membangun program (pertama kali beberapa menit) …"
	cargo build --locked
	@echo "Membuka kota contoh; hentikan dengan Ctrl-C …"
	target/debug/bersinar demo --data $${BERSINAR_DEMO:-bersinar-demo} --listen $${BERSINAR_LISTEN:-127.0.0.1:8080} --door $${BERSINAR_DOOR:-127.0.0.1:8081}

test: ## Everything: unit, both databases, command line, the pages' own code, browser journeys
	@scripts/needs.sh build test
	scripts/with-postgres.sh cargo test --workspace --locked --no-fail-fast
	cd browser && npm ci --no-audit --no-fund --silent && npm test
	$(MAKE) --no-print-directory e2e

e2e: ## The browser journeys alone
	@scripts/needs.sh build test
	cargo build --locked
	cd e2e && npm ci --no-audit --no-fund --silent && npm test

quick: ## The inner loop: format, and all tests on SQLite without browser
	cargo fmt --all --check
	cargo test --workspace --locked

check: ## Format, lints, types, arrows between crates, licences, translations, file sizes
	@scripts/needs.sh build test
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo test --locked --test house
	cd browser && npm ci --no-audit --no-fund --silent && npm run check

ci: ## What CI runs, on a fresh clone, with a target folder that is kept
	scripts/fresh-clone.sh bash .ci/run

bench: ## Figures against their targets, with the machine
	@scripts/needs.sh build test
	cargo build --release --locked
	cargo run --release --locked -p bench
	cd e2e && npm ci --no-audit --no-fund --silent && BERSINAR_BIN=$${CARGO_TARGET_DIR:-../target}/release/bersinar node figures/slow-line.mjs

oracle: ## Compare with other programs: the packed places with their source on PyPI
	@scripts/needs.sh build
	scripts/regions.sh --check

siege: ## Long attacks: every law with many more cases
	scripts/schemathesis.sh
	PROPTEST_CASES=20000 cargo test --release --locked -p instrument -p insight -p atlas -p domain -p seal -p documents

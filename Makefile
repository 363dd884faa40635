# The two commands of the README. Each makes its own environment from the lock files and looks after system libraries.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check format bench build

demo: .venv/.ready-to-run
	rm -rf demo
	$(BIN)/shoukei demo demo
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(BIN)/python -m shoukei_app demo/見本.shoukei; \
	else echo "画面がないため、窓は開きません。書類は demo/ にあります。"; fi

test: check
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadgroup

check: .venv/.ready-to-test
	$(BIN)/ruff format --check shoukei_app tests installer
	$(BIN)/ruff check shoukei_app tests installer
	$(BIN)/lint-imports
	$(BIN)/mypy

format: .venv/.ready-to-test
	$(BIN)/ruff format shoukei_app tests installer
	$(BIN)/ruff check --fix shoukei_app tests installer

bench: .venv/.ready-to-test
	$(BIN)/python -m tests.bench

build: .venv/.ready-to-test
	$(BIN)/python installer/build.py

.venv/.ready-to-run: requirements.lock pyproject.toml
	bash installer/environment.sh $(PYTHON) requirements.lock
	touch $@

.venv/.ready-to-test: requirements-dev.lock pyproject.toml
	bash installer/environment.sh $(PYTHON) requirements-dev.lock
	touch $@

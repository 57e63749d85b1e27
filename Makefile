# `make demo` and `make test` need nothing but python3 (3.11 or newer) and make.
PYTHON ?= python3
VENV ?= .venv
COMET ?= .venv-comet
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
PYTEST := $(BIN)/python -m pytest
EXAMPLE := examples/article

.PHONY: demo test test-slow test-batch test-desk test-browser test-postgresql test-training test-cluster test-comet check lint bench bench-scale bench-estimator fuzz train picture clean

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "copydesk needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/.test: $(VENV)/.installed
	$(PIP) --editable '.[test]'
	touch $@

$(VENV)/.lint: $(VENV)/.test
	$(PIP) --editable '.[lint]'
	touch $@

demo: $(VENV)/.installed  ## check the bundled article and write its HTML report
	@mkdir -p out
	@status=0; $(BIN)/copydesk check $(EXAMPLE).mt.id.txt --lang id \
	    --source $(EXAMPLE).src.en.txt --source-lang en --reference $(EXAMPLE).ref.id.txt \
	    --report terminal=- --report html=out/report.html || status=$$?; \
	echo; \
	case $$status in \
	    0) echo "The article passes the gate." ;; \
	    1) echo "The article fails the gate, as it should: it has major flags. In CI, exit code 1 stops the build." ;; \
	    *) exit $$status ;; \
	esac; \
	echo "The report for the editor: file://$(CURDIR)/out/report.html"

test: $(VENV)/.test  ## the fast tests
	$(PYTEST) --numprocesses auto --maxprocesses 8

test-slow: $(VENV)/.test  ## property tests at length, speed of growth, a built wheel, real installs
	$(PYTEST) -m "slow and not postgresql"

test-batch: $(VENV)/.test  ## data sets of any size: workers, interruptions, damaged and hostile tables
	$(PYTEST) --numprocesses auto --maxprocesses 8 -m "batch and not slow"

test-desk: $(VENV)/.test  ## the editors' desk at length
	$(PYTEST) --numprocesses auto --maxprocesses 8 -m "desk and not slow and not browser and not postgresql"

test-browser: $(VENV)/.test  ## the pages in Debian's chromium (apt-get install chromium)
	$(PYTEST) -m browser

test-postgresql: $(VENV)/.test  ## the desk on a real PostgreSQL (apt-get install postgresql)
	$(PYTEST) -m postgresql

test-training: $(VENV)/.train  ## a few steps of training on made-up data, to a model that runs
	$(PYTEST) -m training

test-cluster: $(VENV)/.cluster  ## batch on a real Ray cluster of two nodes on this machine
	$(PYTEST) -m cluster

# unbabel-comet needs older packages than copydesk alone does: an environment of its own.
test-comet: $(COMET)/.installed  ## COMET on tiny real checkpoints, offline
	HF_HUB_OFFLINE=1 $(COMET)/bin/python -m pytest -m comet tests/comet

$(COMET)/.installed: pyproject.toml comet-constraints.txt
	test -x $(COMET)/bin/python || $(PYTHON) -m venv $(COMET)
	$(COMET)/bin/python -m pip install --quiet --disable-pip-version-check \
	    --constraint comet-constraints.txt --editable '.[comet,test]'
	touch $@

check: lint  ## format, lint, types, layers, fast tests
	$(PYTEST) --numprocesses auto --maxprocesses 8

lint: $(VENV)/.lint  ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench  ## the figures of the README
	$(BIN)/python -m benchmarks.flags
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.word_order
	$(BIN)/python -m benchmarks.metrics
	$(BIN)/python -m benchmarks.align --quick
	$(BIN)/python -m benchmarks.encodings
	$(BIN)/python -m benchmarks.large_table
	$(BIN)/python -m benchmarks.gates

bench-scale: $(VENV)/.cluster  ## the figures of docs/scale.md, some forty minutes
	$(BIN)/python -m benchmarks.scale

bench-estimator: $(VENV)/.test  ## the figures of docs/estimator.md, some forty minutes
	$(BIN)/python -m benchmarks.estimator
	$(BIN)/python -m benchmarks.estimator_pairs
	$(BIN)/python -m benchmarks.estimator_edited

train: $(VENV)/.train  ## the estimator from its data, on a GPU if there is one; two hours on two cores
	$(BIN)/python -m training
	$(BIN)/python -m training.calibrate

READER ?= tsv
SECONDS ?= 600
fuzz: $(VENV)/.fuzz  ## one reader against made-up input: make fuzz READER=xliff SECONDS=600
	$(BIN)/python tests/fuzz/fuzz_reader.py $(READER) $(SECONDS)

$(VENV)/.bench: $(VENV)/.test
	$(PIP) --editable '.[bench]'
	touch $@

$(VENV)/.fuzz: $(VENV)/.test
	$(PIP) --editable '.[fuzz]'
	touch $@

$(VENV)/.cluster: $(VENV)/.test
	$(PIP) --editable '.[cluster]'
	touch $@

$(VENV)/.train: $(VENV)/.test
	$(PIP) --editable '.[train]'
	touch $@

picture: $(VENV)/.test demo  ## the README's pictures, from the demo's report and a desk
	$(BIN)/python docs/picture.py out/report.html
	$(BIN)/python docs/desk_pictures.py

clean:
	rm -rf $(VENV) $(COMET) out dist

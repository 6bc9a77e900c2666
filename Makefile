# practicecms: one command runs it (make run), one tests it (make test).

BIN  := bin/practicecms
UI   := admin/ui
API_CLIENT := api/client
DATA ?= ./practice-data

.PHONY: help run build quick test test-go test-ui test-journeys test-clients clients format golden check fuzz bench soak clean

## help: this list
help:
	@awk '/^## /{sub(/^## /,""); print "  " $$0}' Makefile

## run: build and start the server on a demo practice; it prints where to go
run: build
	./$(BIN) serve --demo --data $(DATA)

## build: the program, with its pages' styles and scripts inside
build: ui
	go build -ldflags "-s -w -X main.version=$$(git describe --tags --always --dirty 2>/dev/null || echo development)" -o $(BIN) ./cmd/practicecms

# The UI is bundled when a source is newer than the bundle; npm runs when the lock file is.
UI_SOURCES := $(shell find $(UI)/src -type f ! -name '*.test.ts' 2>/dev/null) $(UI)/build.mjs $(UI)/package.json
.PHONY: ui
ui: $(UI)/node_modules/.built
$(UI)/node_modules/.built: $(UI)/node_modules/.done $(UI_SOURCES)
	cd $(UI) && npm run --silent build && touch node_modules/.built
$(UI)/node_modules/.done: $(UI)/package-lock.json
	cd $(UI) && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.done

# The packages in which something differs.
CHANGED = $$( { git diff --name-only $(SINCE) -- '*.go'; git ls-files -o --exclude-standard '*.go'; } | xargs -r -n1 dirname | sort -u | while read -r d; do [ ! -d "$$d" ] || echo "./$$d"; done)
SINCE ?= HEAD

## quick: tests of the packages, and of the scripts, that differ from SINCE (HEAD); one package: go test ./cms/history
quick: ui
	@changed="$(CHANGED)"; if [ -z "$$changed" ]; then echo "no package differs from $(SINCE)"; else go vet $$changed && go test $$changed; fi
	@git diff --quiet $(SINCE) -- $(UI) || { cd $(UI) && npm run --silent check && npm run --silent test; }

## test: everything, browser journeys included; installs Chromium where it may
test: check test-go test-ui test-clients test-journeys

## test-go: all of Go's tests with the race detector; on Linux with strace, which makes faults
test-go: ui
	@[ "$$(uname)" != Linux ] || .ci/need strace strace
	go test -race -timeout 20m ./...
	go test -run 300MB ./cms/pictures

## test-ui: the pages' scripts, as far as they need no browser
test-ui: $(UI)/node_modules/.done
	cd $(UI) && npm run --silent test

## test-journeys: the admin UI in a real browser; one journey: make test-journeys ONLY=erase
ONLY ?=
test-journeys: build
	.ci/need chromium "$$CHROMIUM" chromium chromium-browser google-chrome
	cd $(UI) && npm run --silent journeys -- $(ONLY)

## test-clients: the clients of the API, and its description as public tools read it
test-clients: build $(API_CLIENT)/node_modules/.done
	cd $(API_CLIENT) && npm run --silent test
	cd api/examples && SITES=plain,eleventy node --test test.mjs
$(API_CLIENT)/node_modules/.done: $(API_CLIENT)/package-lock.json
	cd $(API_CLIENT) && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.done

## clients: every example site in its builder, and a cache in front, for which nginx and curl
## have to be there; the first time, Hugo is built, which takes minutes
HUGO := $(CURDIR)/.cache/bin/hugo
clients: build $(HUGO)
	cd api/examples && PATH="$(dir $(HUGO)):$$PATH" node --test test.mjs nginx/test.mjs
$(HUGO):
	GOBIN=$(dir $(HUGO)) nice go install github.com/gohugoio/hugo@v0.165.0

## soak: what is promised, in large, for SOAK; make soak SOAK=10m
SOAK ?= 1h
soak: ui
	@[ "$$(uname)" != Linux ] || .ci/need strace strace
	PRACTICECMS_SOAK=$(SOAK) go test -timeout 0 -count 1 -v -run '^TestP[0-9]' ./... | grep -Ev '^(=== |\?|ok .*no tests to run)'

## format: put every Go file into its form
format:
	gofmt -w $$(git ls-files '*.go')

## golden: write the golden files of the API and of texts anew, to be looked at with git diff
golden: ui
	go test ./api ./content/paste ./content/richtext -update

## check: formatting, vet, linter, types (of scripts, their tests, and journeys)
check: ui
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not formatted:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...
	go tool staticcheck ./...
	cd $(UI) && npm run --silent check

## fuzz: each fuzz target for FUZZTIME
FUZZTIME ?= 30s
fuzz:
	@for p in $$(go list ./...); do for t in $$(go test -list '^Fuzz' $$p | grep '^Fuzz'); do \
		echo "$$p $$t"; go test -run '^$$' -fuzz "^$$t$$" -fuzztime $(FUZZTIME) $$p || exit 1; done; done

## bench: benchmarks with shapes in their names, ready for benchstat, and what a read costs
## the server against bare net/http; with POCKETBASE set to that program, against it, too
bench: build
	go test -run '^$$' -bench . -benchmem -timeout 60m ./...
	go run ./api/internal/bench -program $(BIN) -pocketbase "$(POCKETBASE)"

## clean: take away what was built
clean:
	rm -rf bin admin/static/build $(UI)/node_modules $(API_CLIENT)/build $(API_CLIENT)/node_modules

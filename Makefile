# serve: everything a fresh Debian 12 with Swift needs, then the server. test: the same, then every test.

PACKAGES := libwebsockets-dev libavformat-dev libavcodec-dev libswscale-dev libopenblas-dev \
            libsqlite3-dev zlib1g-dev libjs-chart.js pkg-config
TEST_PACKAGES := chromium python3-venv fonts-noto-cjk
SONODRILL := .build/release/sonodrill
SWIFT_BUILD := swift build -c release --explicit-target-dependency-import-check error
ARGS ?=

.PHONY: serve demo build packages test-packages test swift-test end-to-end-test smoke browser-test bench clean

serve: build
	$(SONODRILL) serve $(ARGS)

demo: build
	$(SONODRILL) demo --term $(ARGS)

build: packages
	$(SWIFT_BUILD) --product sonodrill

test: swift-test end-to-end-test browser-test

swift-test: test-packages
	swift build -c release --build-tests --explicit-target-dependency-import-check error
	ONNX_TEST_DATA=$$(.venv/bin/python -c 'import onnx, os; print(os.path.dirname(onnx.__file__))')/backend/test/data \
	  swift test -c release --skip-build

end-to-end-test: build test-packages
	SONODRILL_BIN=$(SONODRILL) .venv/bin/python -m pytest -q -p no:cacheprovider Tests/endtoend

browser-test: build test-packages
	SONODRILL_BIN=$(SONODRILL) .venv/bin/python Tests/browser/run.py

smoke: build test-packages
	SONODRILL_BIN=$(SONODRILL) .venv/bin/python Tests/browser/run.py smoke

bench: build
	$(SONODRILL) bench $(ARGS)

packages:
	@missing=$$(dpkg-query -W -f '$${db:Status-Abbrev} $${Package}\n' $(PACKAGES) 2>&1 | \
	  awk '!/^ii/ {print $$NF}'); \
	test -z "$$missing" || .ci/install $(PACKAGES)

test-packages: packages
	@missing=$$(dpkg-query -W -f '$${db:Status-Abbrev} $${Package}\n' $(TEST_PACKAGES) 2>&1 | \
	  awk '!/^ii/ {print $$NF}'); \
	test -z "$$missing" || .ci/install $(TEST_PACKAGES)
	@test -x .venv/bin/python || python3 -m venv .venv
	@.venv/bin/python -c 'import onnx, playwright, pytest, websockets' 2>/dev/null || \
	  .venv/bin/pip install --quiet -r Tests/endtoend/requirements.txt

clean:
	rm -rf .build .venv

"""The real server, a real Chromium and the people who use them."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "endtoend"))
from client import Client  # noqa: E402
from server import BINARY, PASSWORD, Server  # noqa: E402
from term import add_term, shipped  # noqa: E402

from barcode import make_case  # noqa: E402
from person import Person  # noqa: E402

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
#: Failed loads that a test provokes on purpose, and the first question of a visitor without a session.
EXPECTED = ("401", "404", "409", "410", "net::ERR_")
COURSE = """format: 1
title: Browser course
goal: Everything the page can do.
lexicon: birads-us-2013
units:
"""
UNIT = """  - id: {id}
    title: {title}
    goal: Read what is there.
    cases: {{all: [simulated, cine]}}
    mode: {mode}
{extra}    feedback: {feedback}
    order: asWritten
    pass: {{minimumCases: 1, minimumScores: {{find: 0.5}}}}
    gates: []
"""


class World:
    """One browser; servers are started when a test first needs them."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="sonodrill-browser-"))
        self.servers = {}
        self.contexts = []
        self.complaints = []
        self.people = 0

    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        return self

    def __exit__(self, *_):
        self.browser.close()
        self.playwright.stop()
        for server in self.servers.values():
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def shipped(self):
        """The demonstration as it ships."""
        return self._server("shipped", [])

    @property
    def server(self):
        """The same with a course of open units: one of each AI mode, one with planted errors, one with late feedback."""
        curricula = self.folder / "curricula"
        if not curricula.exists():
            shutil.copytree(ROOT / "curricula" / "lexicons", curricula / "lexicons")
            wrong = "    aiErrors: 0.5\n    probes: 0.2\n    prevalence: told\n"
            units = [("plain", "off", "afterEachCase", ""), ("second", "secondRead", "afterEachCase", ""), ("later", "off", "afterUnit", ""),
                     ("together", "concurrent", "afterEachCase", ""), ("asked", "onRequest", "afterEachCase", ""), ("wrong", "concurrent", "afterEachCase", wrong)]
            text = COURSE + "".join(UNIT.format(id=id, title=id.title(), mode=mode, feedback=feedback, extra=extra) for id, mode, feedback, extra in units)
            (curricula / "browser-course.yaml").write_text(text)
        return self._server("course", ["--curricula", str(curricula)])

    @property
    def term(self):
        """A demonstration whose cohort has a term of answers behind it."""
        if "term" not in self.servers:
            (self.folder / "term").mkdir()
            server = Server(data=self.folder / "term")
            with server:
                pass
            cases = {name: case[0] for name, case in shipped(ROOT / "cases").items() if "cine" in case[2]}
            add_term(server.database, cases)
        return self._server("term", [])

    @property
    def barcode(self):
        """A demonstration with one more case, a loop that has each frame's index drawn in it, alone in a unit of each AI mode."""
        folder = self.folder / "barcode"
        if "barcode" not in self.servers:
            folder.mkdir()
            make_case(BINARY, folder)
            shutil.copytree(ROOT / "curricula" / "lexicons", folder / "curricula" / "lexicons")
            text = COURSE + "".join(
                UNIT.format(id=mode.lower(), title=mode, mode=mode, feedback="afterEachCase", extra="").replace("{all: [simulated, cine]}", "[barcode]")
                for mode in ("off", "secondRead", "concurrent", "onRequest"))
            (folder / "curricula" / "bars.yaml").write_text(text)
        return self._server("barcode", ["--curricula", str(folder / "curricula")])

    def _server(self, name, options):
        if name not in self.servers:
            data = self.folder / name
            data.mkdir(exist_ok=True)
            self.servers[name] = Server(data=data, options=options).start()
        return self.servers[name]

    def new_trainee(self, server=None):
        """A trainee of their own, so that tests do not meet in one person's work."""
        server = server or self.server
        self.people += 1
        name = f"browser-{self.people}"
        Client(server.address).sign_in("admin").call(
            "POST", "/api/accounts", {"name": name, "displayName": f"Browser {self.people}", "role": "trainee", "password": PASSWORD})
        return name

    def client(self, name, server=None):
        return Client((server or self.server).address).sign_in(name)

    def person(self, name, server=None, size=(1440, 900), **options):
        """A signed-in page of their own."""
        page = self.page(size, **options)
        person = Person(page, (server or self.server).address)
        person.sign_in(name, PASSWORD)
        return person

    def page(self, size=(1440, 900), **options):
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        return page

    def check_console(self):
        """A page that works has nothing to complain about: no refused style, no missing word, no error."""
        unexpected = [text for text in self.complaints if not any(known in text for known in EXPECTED)]
        assert not unexpected, f"the browser's console says: {unexpected}"

    def keep_picture(self, name):
        """What the page looked like when a test failed, where SONODRILL_PICTURES says."""
        folder = os.environ.get("SONODRILL_PICTURES")
        if folder and self.contexts and self.contexts[-1].pages:
            self.contexts[-1].pages[-1].screenshot(path=str(Path(folder) / f"{name}.png"))

    def close_pages(self):
        for context in self.contexts:
            context.close()
        self.contexts, self.complaints = [], []

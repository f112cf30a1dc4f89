"""What the drill page costs: script time a frame, bytes, time until the first mark, memory while it loops."""

import os

#: Script time of each animation frame while the loop plays, in ms: the callbacks themselves, measured inside the page.
WATCH = """() => {
  const plain = window.requestAnimationFrame.bind(window)
  window.scriptTimes = []
  window.requestAnimationFrame = (callback) => plain((now) => {
    const started = performance.now()
    callback(now)
    window.scriptTimes.push(performance.now() - started)
  })
}"""


def share(values, part):
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def judged(value, limit, what):
    """Printed always; judged where the machine is quiet."""
    print(f"        {what}: {value:.2f} (limit {limit})")
    if os.environ.get("SONODRILL_QUIET"):
        assert value <= limit, f"{what}: {value:.2f}, limit {limit}"


def test_script_time_a_frame(world):
    for unit in ("Plain", "Together"):
        page = world.page()
        page.add_init_script(f"({WATCH})()")
        from person import Person
        person = Person(page, world.server.address)
        person.sign_in(world.new_trainee(), "sonodrill-demo")
        person.start(unit)
        person.wait_for_loop()
        if unit == "Together":
            page.wait_for_selector(".ai-said", timeout=120_000)
            person.wait_for_loop()
        if not page.evaluate("() => document.querySelector('.play').textContent.includes('Freeze')"):
            page.locator(".play").click()
        page.evaluate("() => { window.scriptTimes.length = 0 }")
        page.wait_for_timeout(5000)
        times = [t for t in page.evaluate("() => window.scriptTimes") if t > 0.05]
        assert len(times) > 60, f"only {len(times)} painted frames"
        judged(share(times, 0.5), 4, f"{unit}: script time a painted frame, median ms of {len(times)}")
        judged(share(times, 0.95), 8, f"{unit}: the same, 95th percentile")
        page.context.close()


def test_page_weight_without_media(world):
    """Everything a browser that knows nothing loads for the drill page: no picture, no loop, no answer of the server."""
    person = world.person(world.new_trainee())
    person.start("Plain")
    page, responses = person.page, {}
    page.on("response", lambda r: responses.setdefault(r.url, r))
    page.reload()
    person.see_first_frame()
    files = {url: len(r.body()) for url, r in responses.items() if r.ok and "/api/" not in url and not url.endswith((".png", ".svg"))}
    total = sum(files.values())
    print(f"        {len(files)} files, {total / 1000:.0f} kB")
    assert total <= 300_000, sorted(((size, url) for url, size in files.items()), reverse=True)[:8]


def test_time_until_the_first_mark_is_possible(world):
    """From pressing Start to the first frame with a stage that takes marks."""
    person = world.person(world.new_trainee())
    person.start("Plain")
    person.go("today")
    person.page.wait_for_selector(".due")
    started = person.page.evaluate("() => performance.now()")
    person.page.locator(".due li", has_text="Plain").get_by_role("button").click()
    person.see_first_frame()
    ready = person.page.evaluate("() => performance.now()")
    judged(ready - started, 1000, "Start to first mark possible, ms")


def test_memory_stays_bounded_while_looping(world):
    """A minute at double speed; SONODRILL_MINUTES for longer. The heap after collection may not grow by a tenth."""
    person = world.person(world.new_trainee())
    person.start("Plain")
    person.wait_for_loop()
    page = person.page
    page.keyboard.press("BracketRight")
    session = page.context.new_cdp_session(page)

    def heap():
        session.send("HeapProfiler.collectGarbage")
        return session.send("Runtime.getHeapUsage")["usedSize"]

    page.wait_for_timeout(5000)
    before = heap()
    page.wait_for_timeout(int(float(os.environ.get("SONODRILL_MINUTES", "0.5")) * 60_000))
    after = heap()
    print(f"        heap {before / 1e6:.1f} MB, then {after / 1e6:.1f} MB")
    assert after < before * 1.1 + 1e6

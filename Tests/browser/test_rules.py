"""The accessibility rules over every state of a case, in every size and language; whole drills by keyboard and by clicks."""

from rules import broken_rules, walk_focus

SIZES = [(1440, 900), (1024, 768), (390, 844)]


def checked(person, where):
    broken = broken_rules(person.page)
    assert not broken, f"{where}: " + "; ".join(broken[:6])
    stops = walk_focus(person.page)
    wrong = [s for s in stops if not s["isInside"] or s["isCovered"] or not s["hasRing"]]
    assert not wrong, f"{where}: focus hidden or unmarked at {wrong[:3]}"
    places = [s["place"] for s in stops]
    assert places == sorted(places), f"{where}: the Tab key jumps about"
    assert len(stops) > 8, f"{where}: only {len(stops)} stops"


def one_case(world, size, language):
    person = world.person(world.new_trainee(), size=size)
    page = person.page
    page.evaluate(f"() => localStorage.setItem('sonodrill.language', '{language}')")
    page.reload()
    person.start("Second")
    person.wait_for_loop()
    where = f"{size[0]} {language}"
    checked(person, f"{where} nothing marked")
    person.freeze(person.frames // 2)
    person.mark()
    page.keyboard.press("w")
    person.drag((0.40, 0.42), (0.55, 0.42))
    person.drag((0.47, 0.31), (0.47, 0.55))
    page.locator(".marks .pick ~ .btn-icon").first.click()
    checked(person, f"{where} marked")
    page.locator(".picture-menu summary").click()
    checked(person, f"{where} picture settings")
    page.keyboard.press("Escape")
    page.locator(".stage").first.focus()
    page.keyboard.press("s")
    page.wait_for_selector(".compare-pane .picture[data-frame]")
    checked(person, f"{where} side by side")
    page.locator(".stage").first.focus()
    page.keyboard.press("s")
    page.keyboard.press("Shift+Slash")
    broken = broken_rules(page)
    assert not broken, f"{where} keys: " + "; ".join(broken[:6])
    page.keyboard.press("Escape")
    page.locator(".stage").first.focus()
    page.keyboard.press("Alt+4")
    person.commit()
    page.wait_for_selector(".two", timeout=120_000)
    checked(person, f"{where} second read")
    person.choose("final", "keep")
    person.commit()
    person.see_feedback()
    checked(person, f"{where} feedback")
    page.context.close()


def test_no_rule_is_broken_at_1440(world):
    for language in ("en", "zh"):
        one_case(world, SIZES[0], language)


def test_no_rule_is_broken_at_1024(world):
    for language in ("en", "zh"):
        one_case(world, SIZES[1], language)


def test_no_rule_is_broken_on_a_phone(world):
    for language in ("en", "zh"):
        one_case(world, SIZES[2], language)


def test_a_whole_drill_by_keyboard_alone(world):
    """From the sign-in page to the next case without a pointer."""
    page = world.page()
    page.goto(world.server.address + "/")
    page.wait_for_selector("#f-name")
    press = page.keyboard.press
    reach(page, "#f-name")
    page.keyboard.type(world.new_trainee())
    reach(page, "#f-password")
    page.keyboard.type("sonodrill-demo")
    press("Enter")
    page.wait_for_selector("#start")
    reach(page, "#start")
    press("Enter")
    page.wait_for_selector("cine-viewer .picture[data-frame]")
    press("Space")
    reach(page, ".stage")
    press("Home")
    for key in ["Shift+ArrowRight"] * 2 + ["e", "Enter", "Enter"] + ["Shift+ArrowRight"] * 6 + ["Shift+ArrowDown"] * 5 + ["Enter", "Escape"]:
        press(key)
    assert page.locator(".marks .pick").count() == 1
    for key in ["d", "Enter", "Enter"] + ["Shift+ArrowRight"] * 4 + ["Enter", "Escape", "k", "Alt+4"]:
        press(key)
    assert page.locator(".marks .length").count() == 1
    reach(page, 'input[name="d.shape"]')
    press("ArrowRight")
    assert page.locator('input[name="d.shape"]:checked').count() == 1
    reach(page, "#likelihood")
    press("PageUp")
    press("Control+Enter")
    page.wait_for_selector(".fb-panel", timeout=120_000)
    before = page.url
    press("n")
    page.wait_for_function("(before) => location.href !== before", arg=before)
    page.wait_for_selector("cine-viewer .picture[data-frame]")


def reach(page, selector):
    """Tab until the focus is there."""
    for _ in range(120):
        if page.evaluate("(s) => document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not come to {selector}")


def test_a_whole_drill_by_single_clicks_alone(world):
    """No key, no drag, no double click: every verb is a button, a click on the picture or a choice."""
    page = world.page()
    page.goto(world.server.address + "/")
    page.fill("#f-name", world.new_trainee())
    page.fill("#f-password", "sonodrill-demo")
    page.locator("button.btn-primary").click()
    page.click("#start")
    page.wait_for_selector("cine-viewer .picture[data-frame]")
    page.locator(".play").click()
    box = page.locator("frame-line").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + 20)
    picture = page.locator("cine-viewer .picture").bounding_box()
    at = lambda x, y: page.mouse.click(picture["x"] + x * picture["width"], picture["y"] + y * picture["height"])
    tool = lambda word: page.locator(".rail button", has_text=word).click()
    tool("Polygon")
    for corner in ((0.35, 0.3), (0.55, 0.3), (0.5, 0.5), (0.35, 0.3)):
        at(*corner)
    assert page.locator(".marks .pick").count() == 1
    tool("Pair")
    for end in ((0.36, 0.4), (0.52, 0.4), (0.45, 0.31), (0.45, 0.48)):
        at(*end)
    assert page.locator(".marks .length").count() == 1
    page.locator(".ctl .key").click()
    page.locator('input[name="d.shape"][value="irregular"]').locator("xpath=..").click()
    page.locator('input[name="category"][value="4B"]').locator("xpath=..").click()
    slider = page.locator("#likelihood").bounding_box()
    page.mouse.click(slider["x"] + slider["width"] * 0.4, slider["y"] + slider["height"] / 2)
    page.locator('input[name="q"][value="contact"]').locator("xpath=..").click()
    page.click("#commit")
    page.wait_for_selector(".fb-panel", timeout=120_000)
    before = page.url
    page.click("#next")
    page.wait_for_function("(before) => location.href !== before", arg=before)


def test_in_forced_colours_what_is_chosen_is_outlined(world):
    person = world.person(world.new_trainee(), forced_colors="active")
    person.start("Plain")
    person.freeze(3)
    person.mark()
    outlined = "(s) => getComputedStyle(document.querySelector(s)).outlineStyle"
    for chosen in (".rail button[aria-pressed=true]", ".marks li[aria-current]", ".side .seg label:has(:checked)"):
        assert person.page.evaluate(outlined, chosen) == "solid", chosen
    assert person.page.evaluate("() => getComputedStyle(document.querySelector('.over .ov.mine .s')).stroke") != "none"

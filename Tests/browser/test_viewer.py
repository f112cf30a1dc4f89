"""Tools of the viewer: what each does to the answer, and what it does not."""


def calipers(person):
    return [m["calipers"] for m in person.call(f"/api/attempts/{person.attempt}")["draft"]["marks"]]


def saved(person):
    person.page.wait_for_selector(".commit[data-saved=server]")


def test_a_polygon_by_clicks_can_be_moved_corner_by_corner(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    page = person.page
    person.freeze(2)
    page.keyboard.press("y")
    corners = [(0.3, 0.3), (0.5, 0.28), (0.55, 0.5), (0.32, 0.52)]
    for corner in corners:
        page.mouse.click(*person.place(*corner))
    page.keyboard.press("Delete")
    page.mouse.click(*person.place(*corners[-1]))
    page.mouse.click(*person.place(*corners[0]))
    assert person.marks() == 1
    saved(person)
    contour = person.call(f"/api/attempts/{person.attempt}")["draft"]["marks"][0]["shape"]["contour"]
    assert len(contour) == 4
    person.drag(corners[2], (0.6, 0.55))
    page.wait_for_timeout(1300)
    saved(person)
    moved = person.call(f"/api/attempts/{person.attempt}")["draft"]["marks"][0]["shape"]["contour"]
    assert [a == b for a, b in zip(contour, moved)] == [True, True, False, True]


def test_three_lengths_are_a_volume_and_say_taller_than_wide(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    page = person.page
    person.freeze(4)
    person.mark()
    page.keyboard.press("w")
    person.drag((0.40, 0.42), (0.55, 0.42))
    person.drag((0.47, 0.31), (0.47, 0.62))
    row = page.locator(".marks .length")
    assert "taller than wide" in row.inner_text() and "ml" not in row.inner_text()
    person.freeze(9)
    page.keyboard.press("d")
    person.drag((0.38, 0.45), (0.58, 0.45))
    text = row.inner_text()
    assert row.count() == 1 and "H" in text and "ml" in text, text
    page.locator(".marks .length button").click()
    assert row.count() == 0
    page.keyboard.press("Control+z")
    assert row.count() == 1


def test_the_loupe_shows_itself_while_a_length_is_placed_and_wherever_asked(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    page = person.page
    person.freeze(4)
    page.keyboard.press("d")
    page.mouse.move(*person.place(0.3, 0.3))
    assert page.locator(".loupe:visible").count() == 0
    page.mouse.down()
    page.mouse.move(*person.place(0.5, 0.3), steps=3)
    assert page.locator(".loupe:visible").count() == 1
    page.mouse.up()
    assert page.locator(".loupe:visible").count() == 0
    page.keyboard.press("u")
    page.mouse.move(*person.place(0.4, 0.6), steps=2)
    assert page.locator(".loupe:visible").count() == 1
    page.keyboard.press("u")
    assert page.locator(".loupe:visible").count() == 0


def test_picture_settings_change_the_picture_and_never_the_answer(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    page = person.page
    person.freeze(4)
    page.wait_for_selector(".lossless")
    mean = "() => { const c = document.querySelector('cine-viewer .picture'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let s = 0; for (let i = 0; i < d.length; i += 4) s += d[i]; return s / (d.length / 4) }"
    plain = page.evaluate(mean)
    for key in ("g", "g"):
        page.keyboard.press(key)
    page.wait_for_timeout(100)
    assert page.evaluate(mean) > plain + 8
    page.keyboard.press("i")
    page.wait_for_timeout(100)
    assert abs(page.evaluate(mean) - (255 - plain)) < 40
    page.locator(".picture-menu summary").click()
    page.locator(".picture-menu button").click()
    page.wait_for_timeout(100)
    assert abs(page.evaluate(mean) - plain) < 0.01
    assert person.marks() == 0


def test_two_loops_move_together_until_they_are_unlinked(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    person.wait_for_loop()
    page = person.page
    person.freeze(5)
    page.keyboard.press("s")
    page.wait_for_selector(".compare-pane .picture[data-frame='5']")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".compare-pane .picture[data-frame='6']")
    page.locator(".compare-pane input[type=range]").fill("11")
    page.wait_for_selector(".compare-pane .picture[data-frame='10']")
    page.locator(".stage").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".compare-pane .picture[data-frame='11']")
    page.keyboard.press("Shift+S")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".viewers > cine-viewer .picture[data-frame='8']")
    assert page.get_attribute(".compare-pane .picture", "data-frame") == "11"
    page.keyboard.press("s")
    assert page.locator(".compare-pane").count() == 0


def test_a_key_can_be_another_one_and_a_taken_one_is_refused_by_name(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    page = person.page
    page.keyboard.press("Shift+Slash")
    button = page.locator('[data-action="noFinding"]')
    button.click()
    page.keyboard.press("e")
    assert "already means “Ellipse”" in page.inner_text("dialog [role=status]")
    page.keyboard.press("j")
    assert "No finding is now J" in page.inner_text("dialog [role=status]")
    page.locator("dialog header button").click()
    page.locator(".stage").focus()
    page.keyboard.press("x")
    pressed = page.locator("[data-key=noFinding]")
    assert pressed.get_attribute("aria-pressed") == "false"
    page.keyboard.press("j")
    assert pressed.get_attribute("aria-pressed") == "true"
    page.reload()
    person.see_first_frame()
    page.keyboard.press("Shift+Slash")
    assert "J" in page.inner_text('[data-action="noFinding"]')


def test_two_fingers_zoom_and_leave_no_mark(world):
    person = world.person(world.new_trainee(), has_touch=True)
    person.start("Plain")
    page = person.page
    person.freeze(3)
    width = page.locator("cine-viewer .picture").bounding_box()["width"]
    session = page.context.new_cdp_session(page)
    x, y = person.place(0.5, 0.5)
    touches = lambda apart: [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": touches(40)[:1]})
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": touches(40)})
    for apart in (60, 80, 100):
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": touches(apart)})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(100)
    assert page.locator("cine-viewer .picture").bounding_box()["width"] > 1.8 * width
    assert person.marks() == 0


def test_a_case_can_be_read_again_and_both_attempts_are_kept(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    from test_drill import answer_no_finding
    answer_no_finding(person)
    person.see_feedback()
    first = person.attempt
    person.page.click("#again")
    person.page.wait_for_function(f"() => !location.hash.endsWith('{first}')")
    person.see_first_frame()
    again = person.call(f"/api/attempts/{person.attempt}")
    assert again["phase"] == "reading" and again["draft"] is None and again["reads"] == {"first": None, "final": None}
    assert again["case"] == person.call(f"/api/attempts/{first}")["case"]
    answer_no_finding(person)
    person.see_feedback()
    ids = [a["id"] for a in person.call("/api/history")["attempts"]]
    assert first in ids and person.attempt in ids


def test_a_like_case_already_read_stands_beside_with_its_outline(world):
    name = world.new_trainee()
    client = world.client(name)
    from client import no_finding
    for _ in range(20):
        attempt = client.open("browser-course", "plain")["id"]
        client.commit(attempt, no_finding())
        related = client.get(f"/api/attempts/{attempt}/feedback")["related"]
        if related:
            break
    assert related, "twenty cases and none alike"
    person = world.person(name)
    person.go(f"attempt/{attempt}")
    person.see_feedback()
    person.page.locator(f"[data-related={related[0]['relation']}]").click()
    person.page.wait_for_selector(".compare-pane .ov.experts")
    assert related[0]["title"] in person.page.inner_text(".compare-pane select")

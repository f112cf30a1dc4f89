"""A case from first frame to feedback."""


def test_smoke_one_whole_drill(world):
    person = world.person("trainee", world.shipped)
    page = person.page
    page.click("#start")
    person.see_first_frame()
    person.wait_for_loop()
    middle = person.frames // 2
    person.freeze(middle)
    person.mark()
    assert person.marks() == 1
    describe(person)
    measure(person)
    page.keyboard.press("k")
    page.keyboard.press("Alt+4")
    page.fill("#likelihood", "35")
    person.choose("q", "contact")
    second_mark_by_keyboard(person)
    page.wait_for_selector(".commit[data-saved=server]")
    person.commit()
    person.see_feedback()
    check_feedback(person)
    before = person.attempt
    page.keyboard.press("n")
    page.wait_for_function(f"() => !location.hash.endsWith('{before}')")
    person.see_first_frame()
    assert person.call(f"/api/attempts/{person.attempt}")["phase"] == "reading"


def describe(person):
    for feature, term in (("shape", "irregular"), ("orientation", "not_parallel"), ("margin", "not_circumscribed"),
                          ("margin_detail", "spiculated"), ("echo", "hypoechoic"), ("posterior", "shadowing")):
        person.choose(f"d.{feature}", term)
    person.choose("rating", "sure")


def measure(person):
    person.page.keyboard.press("w")
    person.drag((0.36, 0.42), (0.59, 0.42))
    person.drag((0.47, 0.31), (0.47, 0.49))
    row = person.page.locator(".marks .length").inner_text()
    assert "mm" in row and "AP" in row and "AP/W" in row, row


def second_mark_by_keyboard(person):
    """Point tool, cross-hair, arrows, Enter; then undo and redo; then a category for it."""
    page = person.page
    page.locator(".stage").focus()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    for key in ("Shift+ArrowRight",) * 3 + ("Shift+ArrowDown",) * 3:
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    for key in ("Shift+ArrowRight", "Shift+ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    assert person.marks() == 2
    page.keyboard.press("Control+z")
    assert person.marks() == 1
    page.keyboard.press("Control+Shift+Z")
    assert person.marks() == 2
    page.keyboard.press("Escape")
    assert page.locator("#commit").get_attribute("aria-disabled") == "true"
    assert "2" in page.locator(".why").inner_text()
    page.keyboard.press("Period")
    page.locator('.marks [data-mark="m2"]').click()
    page.keyboard.press("Alt+2")
    assert page.locator("#commit").get_attribute("aria-disabled") == "false"


def check_feedback(person):
    page = person.page
    read = person.call(f"/api/attempts/{person.attempt}/feedback")
    assert page.locator(".verdict h1").inner_text() == read["verdict"]
    stored = read["attempt"]["reads"]["final"] or read["attempt"]["reads"]["first"]
    assert [m["assessment"] for m in stored["marks"]] == ["4A", "2"]
    assert stored["likelihood"] == 0.35 and stored["qualityFaults"] == ["contact"] and len(stored["marks"][0]["calipers"]) == 2
    assert stored["displayed"]["v1"] and stored["duration"] > 0
    assert page.locator(".meas li").count() == len(read["measures"]) + (read["aiAgreement"] is not None)
    assert "For training, not for diagnosis" in page.locator(".sticky-next").inner_text()
    assert "Simulated" in page.locator(".layers").inner_text()
    go_to_mark(person)
    person.page.wait_for_selector(".over .ov.mine")
    page.keyboard.press("1")
    page.wait_for_function("() => document.querySelectorAll('.over .ov.mine').length === 0")
    page.keyboard.press("1")
    page.wait_for_selector(".over .ov.mine")


def go_to_mark(person):
    person.page.locator(".tail button").last.click()


def test_expert_outlines_appear_only_on_frames_that_show_the_lesion(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    answer_no_finding(person)
    person.see_feedback()
    feedback = person.call(f"/api/attempts/{person.attempt}/feedback")
    frames = {o["frame"] for lesion in feedback["lesions"] for v in lesion["views"] for o in v["outlines"]}
    count = feedback["case"]["views"][0]["frames"]
    for frame in (min(frames, default=0), count - 1, 0):
        person.freeze(frame)
        shown = person.page.locator(".over .ov.experts").count()
        assert (shown > 0) == (frame in frames), f"frame {frame}: {shown} outlines"


def answer_no_finding(person):
    person.page.locator(".stage").focus()
    person.page.keyboard.press("x")
    person.commit()


def test_what_blocks_the_commit_is_said_beside_it(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    why = person.page.locator(".why")
    assert "Mark a lesion or say no finding" in why.inner_text()
    person.commit(anyway=False)
    assert person.call(f"/api/attempts/{person.attempt}")["phase"] == "reading"
    person.page.keyboard.press("x")
    assert "Answer complete" in why.inner_text()


def test_a_mark_is_drawn_by_click_move_click_and_changed_by_numbers(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    page = person.page
    person.freeze(0)
    page.keyboard.press("b")
    for place in ((0.3, 0.3), (0.5, 0.5)):
        page.mouse.move(*person.place(*place), steps=3)
        page.mouse.down()
        page.mouse.up()
    assert person.marks() == 1
    page.locator(".marks .btn-icon").first.click()
    width = page.locator('[data-key="field.m1.width"]')
    width.fill("60")
    width.press("Enter")
    assert page.locator(".over .ov.mine rect.s").get_attribute("width") == "60"
    page.keyboard.press("Escape")
    page.locator(".stage").focus()
    page.keyboard.press("v")
    page.keyboard.press("Enter")
    before = float(page.locator(".over .ov.mine rect.s").get_attribute("x"))
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => Math.abs(Number(document.querySelector('.over .ov.mine rect.s').getAttribute('x')) - {before + 1}) < 0.11")
    page.keyboard.press("Delete")
    assert person.marks() == 0


def test_feedback_of_a_whole_unit_waits_for_its_end(world):
    person = world.person(world.new_trainee())
    person.start("Later")
    answer_no_finding(person)
    person.page.wait_for_selector(".notice.check")
    assert person.page.locator(".fb-panel").count() == 0
    person.page.keyboard.press("n")
    person.see_first_frame()

"""Commit first, then the AI, then keep or revise."""


def commit_first_read(person):
    person.start("Second")
    person.wait_for_loop()
    person.freeze(person.frames // 2)
    person.mark()
    person.page.keyboard.press("k")
    person.page.keyboard.press("Alt+3")
    person.page.fill("#likelihood", "2")
    assert person.page.locator(".ov.ai").count() == 0
    person.commit()
    person.page.wait_for_selector(".two", timeout=180_000)


def test_the_ai_comes_after_the_first_answer_and_nothing_is_preselected(world):
    person = world.person(world.new_trainee())
    commit_first_read(person)
    page = person.page
    assert page.locator("input[name=final]:checked").count() == 0
    keep, revise = (page.locator(f"input[name=final][value={v}]").locator("xpath=..").bounding_box() for v in ("keep", "revise"))
    assert abs(keep["width"] - revise["width"]) < 1 and abs(keep["height"] - revise["height"]) < 1
    assert page.locator("#commit").get_attribute("aria-disabled") == "true"
    ai = person.call(f"/api/attempts/{person.attempt}")["ai"]
    assert page.locator(".voice.a .big").inner_text() == (ai["assessment"] or "–")


def test_a_revised_answer_is_final_and_the_first_is_kept(world):
    person = world.person(world.new_trainee())
    commit_first_read(person)
    page = person.page
    person.choose("final", "revise")
    page.locator(".stage").focus()
    page.keyboard.press("Alt+5")
    assert "3 → 5" in page.locator(".why").inner_text()
    person.commit()
    person.see_feedback()
    reads = person.call(f"/api/attempts/{person.attempt}")["reads"]
    assert (reads["first"]["assessment"], reads["final"]["assessment"]) == ("3", "5")


def test_a_kept_answer_is_the_first_one_again(world):
    person = world.person(world.new_trainee())
    commit_first_read(person)
    person.choose("final", "keep")
    assert "Nothing changed" in person.page.locator(".why").inner_text()
    person.commit()
    person.see_feedback()
    reads = person.call(f"/api/attempts/{person.attempt}")["reads"]
    assert reads["final"]["marks"] == reads["first"]["marks"]

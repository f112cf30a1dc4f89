"""The AI beside the loop, on request, wrong on purpose, silent: what the page does with each."""

from test_drill import answer_no_finding


def test_beside_the_loop_the_ai_speaks_from_the_start_and_its_overlay_keeps_to_its_frame(world):
    person = world.person(world.new_trainee())
    person.start("Together")
    page = person.page
    page.wait_for_selector(".ai-said")
    assert "AI beside the loop" in page.inner_text(".bar")
    attempt = person.call(f"/api/attempts/{person.attempt}")
    assert attempt["phase"] == "reading" and (attempt["ai"]["assessment"] or "–") in page.inner_text(".ai-said")
    frames = [f for f in attempt["ai"]["views"][0]["frames"] if f["findings"]]
    if frames:
        person.wait_for_loop()
        person.freeze(frames[0]["frame"])
        page.wait_for_selector(".over .ov.ai")
        assert page.get_attribute(".over", "data-findings") == str(frames[0]["frame"])
    answer_no_finding(person)
    person.see_feedback()
    assert person.call(f"/api/attempts/{person.attempt}")["phase"] == "committed"


def test_on_request_nothing_comes_before_the_asking(world):
    person = world.person(world.new_trainee())
    person.start("Asked")
    page = person.page
    person.wait_for_loop()
    assert person.call(f"/api/attempts/{person.attempt}")["ai"] is None
    assert page.locator(".ov.ai, .ai-said").count() == 0
    page.locator(".stage").focus()
    page.keyboard.press("a")
    page.wait_for_selector(".ai-said")
    assert page.locator(".layers .l-ai").count() == 1
    page.reload()
    person.see_first_frame()
    page.wait_for_selector(".ai-said")


def test_an_answer_without_asking_is_an_answer_without_ai(world):
    person = world.person(world.new_trainee())
    person.start("Asked")
    answer_no_finding(person)
    person.see_feedback()
    assert person.call(f"/api/attempts/{person.attempt}")["phase"] == "committed"


def test_planted_errors_and_probes_come_at_their_rates_and_are_named_only_afterwards(world):
    """Ten cases of a unit with 50 % errors and 20 % probes: eight with the AI, four of them wrong on purpose."""
    name = world.new_trainee()
    client = world.client(name)
    from client import no_finding
    probes = planted = 0
    for _ in range(10):
        attempt = client.open("browser-course", "wrong")
        assert attempt["unit"]["prevalence"]["cases"] >= 10
        if attempt["mode"] == "off":
            probes += 1
        else:
            shown = client.call("POST", f"/api/attempts/{attempt['id']}/ai")
            assert shown["ai"] and "planted" not in str(shown).lower()
        client.commit(attempt["id"], no_finding())
        feedback = client.get(f"/api/attempts/{attempt['id']}/feedback")
        if feedback["plantedError"]:
            planted += 1
            assert attempt["mode"] != "off" and feedback["plantedError"]["kind"] in ("miss", "falseAlarm", "wrongCategory")
            assert feedback["ai"]["assessment"] == shown["ai"]["assessment"], "the feedback shows the AI as it was shown"
    assert (probes, planted) == (2, 4)


def test_a_planted_error_is_named_in_the_feedback_and_prevalence_is_told_before(world):
    person = world.person(world.new_trainee())
    page = person.page
    for _ in range(6):
        person.start("Wrong")
        assert "of the cases in this drill are cancer" in page.inner_text(".prevalence")
        answer_no_finding(person)
        person.see_feedback()
        if person.call(f"/api/attempts/{person.attempt}/feedback")["plantedError"]:
            assert "wrong on purpose" in page.inner_text(".planted")
            return
        assert page.locator(".planted").count() == 0
    raise AssertionError("no planted error among six cases at 50 %")

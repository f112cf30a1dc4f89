"""Nothing a person answered is lost."""


def test_a_reload_in_mid_case_brings_the_answer_back(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    person.freeze(5)
    person.mark()
    person.page.keyboard.press("Alt+4")
    person.page.fill("#likelihood", "40")
    person.page.wait_for_selector(".commit[data-saved=server]")
    person.page.reload()
    person.see_first_frame()
    person.page.wait_for_selector('.marks [data-mark="m1"]')
    assert person.page.locator("input[name=category]:checked").get_attribute("value") == "4A"
    assert person.page.locator("#likelihood").input_value() == "40"


def test_a_reload_before_the_server_had_it_brings_it_back_too(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    person.page.route("**/draft", lambda route: route.abort())
    person.freeze(5)
    person.mark()
    person.page.wait_for_selector(".commit[data-saved=device]")
    assert person.call(f"/api/attempts/{person.attempt}")["draft"] is None
    person.page.reload()
    person.see_first_frame()
    person.page.wait_for_selector('.marks [data-mark="m1"]')


def test_a_commit_without_connection_is_kept_and_sent_once_later(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    person.wait_for_loop()
    page = person.page
    page.keyboard.press("x")
    page.wait_for_selector(".commit[data-saved=server]")
    attempt, keys = person.attempt, []
    page.on("request", lambda r: r.url.endswith("/commit") and keys.append(r.headers.get("idempotency-key")))
    page.context.set_offline(True)
    person.commit()
    page.wait_for_selector(".offline:not([hidden])")
    assert "1 answer waits on this device" in page.locator(".offline").inner_text()
    assert "Kept on this device" in page.locator(".save[role=status]").inner_text()
    page.context.set_offline(False)
    person.see_feedback()
    page.wait_for_selector(".offline", state="hidden")
    assert len(set(keys)) == 1, "a retry must use the same key"
    assert person.call(f"/api/attempts/{attempt}")["phase"] == "committed"


def test_an_answer_kept_over_a_restart_of_the_page_is_sent(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    page = person.page
    attempt = person.attempt
    page.route("**/commit", lambda route: route.abort())
    page.keyboard.press("x")
    person.commit()
    page.wait_for_selector(".commit[data-saved=offline]")
    page.unroute("**/commit")
    page.reload()
    person.see_feedback()
    assert person.call(f"/api/attempts/{attempt}")["phase"] == "committed"


def test_a_second_window_s_other_answer_does_not_replace_the_first(world):
    name = world.new_trainee()
    person = world.person(name)
    person.start("Plain")
    client = world.client(name)
    from client import no_finding
    client.commit(person.attempt, no_finding())
    person.freeze(2)
    person.mark()
    person.page.keyboard.press("Alt+5")
    person.commit()
    person.page.wait_for_selector(".notice.alert")
    assert "Two different answers" in person.page.locator(".notice.alert").inner_text()
    reads = person.call(f"/api/attempts/{person.attempt}")["reads"]
    assert (reads["final"] or reads["first"])["noFinding"] is True


def test_a_session_that_ends_in_mid_case_loses_nothing_and_goes_on_there(world):
    name = world.new_trainee()
    person = world.person(name)
    person.start("Plain")
    page, attempt = person.page, person.attempt
    person.freeze(5)
    # The session ends while the mark is being drawn: any request before it would already ask for the password.
    page.keyboard.press("e")
    (left, top), (right, bottom) = person.place(0.35, 0.3), person.place(0.6, 0.5)
    page.mouse.move(left, top)
    page.mouse.down()
    page.context.clear_cookies()
    page.mouse.move(right, bottom, steps=4)
    page.mouse.up()
    page.wait_for_selector("#f-password")
    page.fill("#f-name", name)
    page.fill("#f-password", "sonodrill-demo")
    page.keyboard.press("Enter")
    person.see_first_frame()
    assert person.attempt == attempt
    page.wait_for_selector('.marks [data-mark="m1"]')


def test_a_length_without_a_mark_survives_a_reload(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    person.freeze(5)
    person.page.keyboard.press("d")
    person.drag((0.3, 0.4), (0.5, 0.4))
    person.page.wait_for_selector(".commit[data-saved=server]")
    person.page.reload()
    person.see_first_frame()
    person.page.wait_for_selector(".marks .length")

"""Instructor, department and administrator at their pages."""

from client import one_mark


def answered(world):
    """A trainee of the demonstration's cohort with one committed read."""
    client = world.client("trainee")
    attempt = client.open("browser-course", "plain")
    client.commit(attempt["id"], one_mark(attempt))
    return attempt["id"]


def test_an_instructor_sees_cases_curricula_and_a_trainee_s_read(world):
    answered(world)
    person = world.person("instructor")
    page = person.page
    person.go("cases")
    first = page.locator("tbody a").first
    title = first.inner_text()
    first.click()
    page.wait_for_selector(".fb-panel", timeout=180_000)
    assert page.locator(".verdict h1").inner_text() == title
    person.see_first_frame()
    page.wait_for_selector(".layers .l-ai")
    person.go("curricula")
    page.wait_for_selector(".tree")
    assert "Browser course" in page.inner_text("main")
    assign_course(person)
    page.locator(".card a", has_text="Plain").first.click()
    page.wait_for_selector(".trainee")
    page.locator(".trainee tbody a").first.click()
    page.wait_for_selector(".fb-panel")
    assert page.locator(".meas li").count() > 3


def assign_course(person):
    page = person.page
    person.go("cohorts")
    page.locator("h2 a").first.click()
    page.wait_for_selector("#curriculum-browser-course")
    if not page.is_checked("#curriculum-browser-course"):
        page.check("#curriculum-browser-course")
        page.locator("form .btn-primary").click()
        page.wait_for_selector(".save:has-text('Saved')")
        page.reload()
        page.wait_for_selector(".plain a")


def test_an_instructor_makes_a_cohort_and_changes_its_members(world):
    person = world.person("instructor")
    page = person.page
    person.go("cohorts")
    page.fill("#f-cohort", "Spring group")
    page.keyboard.press("Enter")
    page.wait_for_selector("form.card")
    page.locator("label.check", has_text="Tilda").locator("input").check()
    page.locator("form .btn-primary").click()
    page.wait_for_selector(".save:has-text('Saved')")
    cohorts = person.call("/api/cohorts")["cohorts"]
    spring = next(c for c in cohorts if c["name"] == "Spring group")
    assert [m["displayName"] for m in spring["members"]] == ["Tilda Trainee"]


def test_the_department_sees_a_cohort_and_exports_it(world):
    answered(world)
    person = world.person("department")
    page = person.page
    person.go("department")
    page.wait_for_selector(".heat")
    assert page.locator(".heat tbody tr").count() >= 1
    with page.expect_download() as download:
        page.click("#export")
    text = open(download.value.path(), encoding="utf-8").read()
    assert text.startswith("account,displayName,curriculum,unit,case,mode,stage,")
    assert len(text.splitlines()) >= 2


def test_an_administrator_adds_disables_and_resets(world):
    person = world.person("admin")
    page = person.page
    person.go("accounts")
    page.wait_for_selector("tbody tr")
    for field, value in (("displayName", "Nina New"), ("name", "nina"), ("password", "a long password")):
        page.fill(f"#f-{field}", value)
    page.locator("form.card .btn-primary").click()
    page.wait_for_selector("text=Nina New can sign in now.")
    row = page.locator("tbody tr", has_text="Nina New")
    row.get_by_role("button", name="Disable").click()
    page.wait_for_selector("text=Nina New is disabled.")
    assert refused(world, "nina", "a long password")
    row = page.locator("tbody tr", has_text="Nina New")
    row.get_by_role("button", name="Enable").click()
    page.wait_for_selector("text=Nina New is active again.")
    page.locator("tbody tr", has_text="Nina New").get_by_role("button", name="New password").click()
    page.locator("tbody tr", has_text="Nina New").locator("input").fill("another password")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Nina New has a new password.")
    assert not refused(world, "nina", "another password")


def refused(world, name, password):
    from client import Client, Refused
    try:
        Client(world.server.address).sign_in(name, password)
    except Refused:
        return True
    return False


def test_history_replays_one_s_own_read(world):
    name = world.new_trainee()
    client = world.client(name)
    attempt = client.open("browser-course", "plain")
    client.commit(attempt["id"], one_mark(attempt))
    person = world.person(name)
    person.go("history")
    person.page.locator("tbody a").first.click()
    person.see_feedback()
    person.page.wait_for_selector(".over .ov.mine")
    assert person.attempt == attempt["id"]


def test_progress_says_how_many_cases_are_missing(world):
    person = world.person(world.new_trainee())
    person.go("progress")
    person.page.wait_for_selector(".smalls")
    assert "20 more cases to go" in person.page.inner_text("main")
    assert person.page.locator("canvas").count() == 0, "no curve before 20 cases"

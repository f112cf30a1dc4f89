"""The pages of figures: charts that are drawn, said, walked with keys, tabled and saved."""

from test_access import SIZES, audited


def account(world, name="Term 3"):
    people = world.client("admin", world.term).get("/api/accounts")["accounts"]
    return next(p["id"] for p in people if p["displayName"] == name)


def drawn(page, least):
    """Charts with something on them, each with a sentence, a table and a file."""
    page.wait_for_function(f"() => document.querySelectorAll('figure canvas').length >= {least}")
    page.wait_for_function("() => [...document.querySelectorAll('figure canvas')].every((c) => globalThis.Chart?.getChart(c))")
    page.wait_for_timeout(200)
    empty = page.evaluate("""() => [...document.querySelectorAll('figure canvas')].filter((c) => {
      const pixels = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)
      return new Set(pixels).size < 8
    }).length""")
    assert empty == 0, "a chart has nothing on it"
    for figure in page.locator("figure").all():
        assert figure.locator("canvas").get_attribute("aria-label")
        assert figure.locator("figcaption").inner_text().strip()
        assert figure.locator(".twin tbody tr").count() > 0
        assert figure.locator("a.csv").get_attribute("href").startswith("/api/")


def test_a_person_s_page_shows_curve_competence_and_reliance(world):
    person = world.person("department", world.term)
    page = person.page
    person.go(f"progress/{account(world)}")
    drawn(page, 3)
    figures = person.call(f"/api/progress?account={account(world)}")
    assert f"{round(figures['detection']['sensitivity']['value'] * 100)} %" in page.inner_text("main")
    assert page.locator(".smalls .s").count() == 10
    assert page.locator(".lint li").count() == 7


def test_arrow_keys_walk_a_chart_and_say_each_point(world):
    person = world.person("department", world.term)
    page = person.page
    person.go(f"progress/{account(world)}")
    drawn(page, 3)
    page.locator("figure canvas").first.focus()
    said = []
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        said.append(page.inner_text("#said"))
    assert len(set(said)) == 3 and said[0].startswith("1–20:"), said
    page.keyboard.press("End")
    assert page.inner_text("#said") not in said


def test_skills_are_switched_by_keys(world):
    person = world.person("department", world.term)
    page = person.page
    person.go(f"progress/{account(world)}")
    drawn(page, 3)
    tabs = page.locator("[role=tablist]").first
    tabs.locator("[aria-selected=true]").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-selected')") == "true"
    assert page.locator("[role=tablist]").first.locator("[aria-selected=true]").inner_text() == "Category"


def test_the_department_s_page_shows_cohort_funnel_and_who_is_competent(world):
    person = world.person("department", world.term)
    page = person.page
    person.go("department")
    drawn(page, 3)
    text = page.inner_text("main")
    assert "Who differs from" in text and "Who is competent" in text and "Needs a look" in text
    names = page.locator(".heat tbody th").all_inner_texts()
    assert names == sorted(names, key=str.casefold), "nobody is ranked: the order is that of the names"
    with page.expect_download() as download:
        page.locator("figure a.csv").first.click()
    assert open(download.value.path(), encoding="utf-8").readline().startswith("skill,from,to,trainees")


def test_an_instructor_sees_how_cases_behave(world):
    person = world.person("instructor", world.term)
    page = person.page
    person.go("items")
    drawn(page, 1)
    rows = page.locator("table.items tbody tr").count()
    page.get_by_role("button", name="Show all").click()
    assert page.locator("table.items tbody tr").count() > rows
    page.get_by_role("button", name="Discrimination").click()
    assert page.get_by_role("button", name="Discrimination").get_attribute("aria-pressed") == "true"


def test_pages_of_figures_fit_in_both_languages(world):
    for size in SIZES:
        for name, where in (("department", "department"), ("department", f"progress/{account(world)}"), ("instructor", "items")):
            person = world.person(name, world.term, size=size)
            for language in ("en", "zh"):
                person.page.evaluate("(l) => localStorage.setItem('sonodrill.language', l)", language)
                person.go(where)
                person.page.reload()
                drawn(person.page, 1)
                audited(person.page, f"{where} at {size[0]}, {language}")
            person.page.context.close()

"""Languages, sizes, names: the page for everybody."""

SIZES = [(1440, 900), (1024, 768), (390, 844)]

#: Controls without a name, targets under 24 px, and a page wider than its window.
AUDIT = """() => {
  const isSeen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !e.closest('.vh, [aria-hidden=true], dialog:not([open])')
  const name = (e) => (e.getAttribute('aria-label') || e.textContent.trim() || e.title || (e.labels?.[0]?.textContent ?? '') || e.getAttribute('aria-labelledby') || '').trim()
  const controls = [...document.querySelectorAll('button, a[href], input, select, [role=slider], [tabindex="0"]')].filter(isSeen)
  const small = controls.filter((e) => e.matches('button, select')).map((e) => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width < 23.5 || r.height < 23.5)
  return {
    nameless: controls.filter((e) => !name(e)).map((e) => e.outerHTML.slice(0, 120)),
    small: small.map(([e, r]) => `${name(e)} ${r.width}x${r.height}`),
    wider: document.documentElement.scrollWidth - innerWidth,
  }
}"""


def audited(page, where):
    found = page.evaluate(AUDIT)
    assert not found["nameless"], f"{where}: controls without a name: {found['nameless'][:3]}"
    assert not found["small"], f"{where}: targets under 24 px: {found['small'][:3]}"
    assert found["wider"] <= 0, f"{where}: {found['wider']} px wider than the window"


def test_every_page_fits_and_names_its_controls(world):
    for size in SIZES:
        for name, pages in (("instructor", ["cohorts", "cases", "items", "curricula", "today"]), ("department", ["department", "progress"]), ("admin", ["accounts"])):
            person = world.person(name, size=size)
            for page in pages:
                person.go(page)
                person.page.wait_for_selector("main h1, main h2")
                person.page.wait_for_timeout(300)
                audited(person.page, f"{page} at {size[0]}")
            person.page.context.close()


def test_the_drill_fits_and_names_its_controls(world):
    for size in SIZES:
        person = world.person(world.new_trainee(), size=size)
        person.start("Plain")
        person.freeze(3)
        person.mark()
        assert person.marks() == 1
        audited(person.page, f"drill at {size[0]}")
        assert "For training" in person.page.inner_text(".corner.bl")
        person.page.context.close()


def test_chinese_everywhere(world):
    person = world.person(world.new_trainee())
    person.page.locator(".language:visible").click()
    person.page.wait_for_selector("text=今日")
    person.start("Plain")
    assert "提交答案" in person.page.inner_text("#commit")
    assert "仅供培训，不用于诊断" in person.page.inner_text(".corner.bl")
    person.freeze(3)
    person.mark()
    text = person.page.inner_text(".answer")
    assert "形状" in text and "不规则" in text, text
    assert person.page.evaluate("() => document.documentElement.lang") == "zh-Hans"


def test_single_letters_can_be_switched_off(world):
    person = world.person(world.new_trainee())
    person.start("Plain")
    page = person.page
    page.keyboard.press("Shift+Slash")
    page.wait_for_selector("dialog[open]")
    page.locator("dialog input").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    assert page.locator('[data-key=noFinding]').get_attribute("aria-pressed") == "false"


def test_a_visitor_lands_on_sign_in_and_a_used_link_says_so(world):
    page = world.page()
    page.goto(world.server.address + "/#/progress")
    page.wait_for_selector("#f-password")
    page.goto(world.server.address + "/#/welcome/never-made")
    page.wait_for_selector(".notice.alert")
    assert "used or is too old" in page.inner_text(".notice.alert")

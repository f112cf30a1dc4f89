"""Accessibility rules a program can check: names, roles, targets, contrast, focus. Each finding is one line."""

RULES = """() => {
  const found = []
  const isSeen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !e.closest('.vh, [aria-hidden=true], dialog:not([open])')
  const all = (selector) => [...(document.querySelector('dialog[open]') ?? document).querySelectorAll(selector)].filter(isSeen)
  const name = (e) => (e.getAttribute('aria-label') || e.textContent.trim() || e.title || (e.labels?.[0]?.textContent ?? '') || '').trim()
  const say = (rule, e, more = '') => found.push(`${rule}: ${name(e).slice(0, 40) || e.outerHTML.slice(0, 80)} ${more}`)

  // Names.
  for (const e of all('button, a[href], input, select, textarea, summary, [role=slider], [tabindex="0"]')) if (!name(e)) say('no name', e)
  for (const e of all('[role=img], [role=group], [role=radiogroup], [role=toolbar], [role=application], [role=dialog], nav, dialog')) if (!e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')) say('no label', e, e.getAttribute('role') ?? e.tagName)
  for (const e of all('img')) if (!e.hasAttribute('alt')) say('no alt', e)
  for (const e of all('fieldset')) if (!e.querySelector('legend')) say('no legend', e)

  // Roles and what they owe.
  for (const e of all('[role=slider]')) for (const a of ['aria-valuenow', 'aria-valuemin', 'aria-valuemax']) if (!e.hasAttribute(a)) say('slider without ' + a, e)
  for (const e of all('[role=tablist]')) if (!e.querySelector('[role=tab]')) say('tablist without tabs', e)
  for (const e of all('ul, ol')) if ([...e.children].some((c) => c.tagName !== 'LI')) say('list with other children', e)
  for (const e of all('table')) if (!e.querySelector('th')) say('table without headers', e)
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id)
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) found.push(`id twice: ${id}`)
  if (!document.documentElement.lang) found.push('no language')
  if (document.querySelectorAll('main').length !== 1) found.push('not one main')
  if (document.querySelectorAll('h1').length !== 1) found.push(`${document.querySelectorAll('h1').length} headings of the first level`)

  // Targets of 24 px; a radio button's target is its label.
  const target = (e) => (e.matches('input[type=radio], input[type=checkbox]') ? e.closest('label') ?? e : e)
  for (const e of new Set(all('button, select, summary, a.btn, input, [role=slider]').map(target))) {
    const { width, height } = e.getBoundingClientRect()
    if (width < 23.5 || (height < 23.5 && !e.matches('input[type=range]')) || height < 15) say('small target', e, `${width.toFixed(0)}×${height.toFixed(0)}`)
  }

  // Contrast of text against the nearest ground that covers. Text over the picture carries its own halo.
  const pixel = Object.assign(new OffscreenCanvas(1, 1)).getContext('2d', { willReadFrequently: true })
  const rgba = (colour) => { pixel.clearRect(0, 0, 1, 1); pixel.fillStyle = colour; pixel.fillRect(0, 0, 1, 1); return [...pixel.getImageData(0, 0, 1, 1).data].map((v) => v / 255) }
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1)
  const ground = (e) => { const layers = []; for (let n = e; n; n = n.parentElement) { const c = rgba(getComputedStyle(n).backgroundColor); if (c[3] > 0) layers.push(c); if (c[3] === 1) break }
    return layers.reverse().reduce((under, top) => over(top, under), [0, 0, 0, 1]) }
  const light = (c) => { const [r, g, b] = c.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b }
  const walker = document.createTreeWalker(document.querySelector('dialog[open]') ?? document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement
    if (!walker.currentNode.textContent.trim() || !isSeen(e) || e.closest('.stage, option, script, style, svg, :disabled, label:has(:disabled), [aria-disabled=true]')) continue
    const style = getComputedStyle(e), size = parseFloat(style.fontSize), under = ground(e)
    const [a, b] = [light(over(rgba(style.color), under)), light(under)].sort((x, y) => y - x)
    const ratio = (a + 0.05) / (b + 0.05), needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5
    if (ratio < needed - 0.01) say('contrast', e, `${ratio.toFixed(2)} "${walker.currentNode.textContent.trim().slice(0, 20)}"`)
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push(`${document.documentElement.scrollWidth - innerWidth} px wider than the window`)
  return [...new Set(found)]
}"""

#: The element with the focus: where it is, whether something else lies on its middle.
FOCUSED = """() => {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const box = (e.matches('input[type=radio], input[type=checkbox]') ? e.closest('label') ?? e : e).getBoundingClientRect()
  const x = box.left + box.width / 2, y = box.top + box.height / 2
  const on = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, x)), Math.min(innerHeight - 1, Math.max(0, y)))
  const ring = getComputedStyle(e), labelRing = getComputedStyle(e.closest('label') ?? e)
  return {
    name: (e.getAttribute('aria-label') || e.textContent || e.id || e.tagName).trim().slice(0, 40), place: [...document.querySelectorAll('*')].indexOf(e),
    isInside: x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight,
    isCovered: Boolean(on) && !e.contains(on) && !on.contains(e) && !(e.closest('label')?.contains(on)),
    hasRing: ring.outlineStyle !== 'none' || labelRing.outlineStyle !== 'none',
  }
}"""


def broken_rules(page):
    return page.evaluate(RULES)


def walk_focus(page, most=140):
    """Every stop of the Tab key from the top of the page, until it leaves or comes round."""
    # The Tab key goes on from where the focus was last: the body takes it, so that it starts at the top.
    page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); window.scrollTo(0, 0) }")
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (stops and stop["place"] == stops[0]["place"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"the Tab key finds no end in {most} stops")

// Elements from plain calls: `h('button', {class: 'btn', onclick: go}, 'Start')`.

const SVG = 'http://www.w3.org/2000/svg'

/**
 * @param {string} tag
 * @param {Record<string, any>} [props]  `on…` listeners, `style` as an object, booleans, the rest attributes
 * @param {...any} children  nodes, texts, lists of them; null and false are left out
 */
export function h(tag, props = {}, ...children) {
  return filled(document.createElement(tag), props, children)
}

/** The same for SVG. */
export function s(tag, props = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), props, children)
}

function filled(element, props, children) {
  for (const [name, value] of Object.entries(props)) set(element, name, value)
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false))
  return element
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return
  if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
  else if (name === 'style') for (const [k, v] of Object.entries(value)) element.style.setProperty(k, v)
  else if (name === 'value' || name === 'checked' || name === 'selected') element[name] = value
  else element.setAttribute(name, value === true ? '' : value)
}

/** Puts these children in place of the old ones. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false))
  return element
}

/** Text for screen readers only. */
export const hidden = (text) => h('span', { class: 'vh' }, text)

/** Like `fill`, but the control with the same `data-key` keeps the focus. */
export function refill(element, ...children) {
  const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : null
  fill(element, ...children)
  if (key) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true })
  return element
}

// The marks as a list: everything drawn on the stage can be read, chosen, changed by numbers, rated
// and deleted here, without a pointer.

import { h } from './dom.js'
import { icon } from './icons.js'
import { bounds, isSideways, measure } from '../state/geometry.js'
import { lengthText } from './overlay.js'
import { number, t } from '../words.js'

const FIELDS = {
  point: ['x', 'y'], ellipse: ['x', 'y', 'halfWidth', 'halfHeight', 'angle'], box: ['x', 'y', 'width', 'height'], freehand: [],
}

/**
 * @param {{answer: object, chosen: string|null}} reading
 * @param {{views: object[], opened: string|null, emit: (event: object) => void, open: (id: string|null) => void, go: (mark: object) => void}} page
 */
export function marksList({ answer, chosen }, page) {
  const rows = answer.marks.flatMap((mark, i) => [
    markRow(mark, i, mark.id === chosen, page),
    page.opened === mark.id && editor(mark, page),
    caliperRows(mark, mark.id, page),
  ])
  const loose = answer.loose.map((c, i) => caliperRow([c], null, [i], viewOf(page, c.view), page, t('caliper.loose')))
  return h('ul', { class: 'marks', onkeydown: walk }, rows, loose)
}

const viewOf = (page, id) => page.views.find((v) => v.id === id)

export const markName = (i) => t('mark.name', { number: i + 1 })

function markRow(mark, i, isChosen, page) {
  const view = viewOf(page, mark.view)
  const pick = () => { page.emit({ type: 'choose', mark: mark.id }); page.go(mark) }
  return h('li', { 'aria-current': isChosen ? 'true' : null },
    icon(mark.shape.kind),
    h('button', { class: 'pick', 'data-key': `mark.${mark.id}`, 'data-mark': mark.id, onclick: pick },
      h('span', {}, markName(i), mark.rating < 0.5 && '?'), h('span', { class: 'quiet' }, summary(mark, view, page))),
    h('button', {
      class: 'btn-icon', 'data-key': `more.${mark.id}`, 'aria-expanded': String(page.opened === mark.id),
      'aria-label': t('mark.more', { name: markName(i) }), onclick: () => page.open(page.opened === mark.id ? null : mark.id),
    }, icon('more')))
}

function summary(mark, view, page) {
  const parts = [page.views.length > 1 && view.label, view.frames > 1 && t('frame.at', { frame: mark.frame + 1 }), sizeText(mark.shape, view), mark.rating < 0.5 && t('rating.unsure').toLowerCase()]
  return parts.filter(Boolean).join(' · ')
}

function sizeText(shape, view) {
  if (shape.kind === 'point') return ''
  const b = bounds(shape), corner = { x: b.x, y: b.y }
  const w = measure(corner, { x: b.x + b.width, y: b.y }, view.spacing), d = measure(corner, { x: b.x, y: b.y + b.height }, view.spacing)
  const digits = w.unit === 'mm' ? 1 : 0
  return `${number(w.value, digits)} × ${number(d.value, digits)} ${w.unit}`
}

/** Two lengths of one frame, one sideways and one deep, are a pair: W × AP with their ratio. */
function caliperRows(mark, owner, page) {
  const view = viewOf(page, mark.view), rows = []
  for (let i = 0; i < mark.calipers.length; i++) {
    const [a, b] = [mark.calipers[i], mark.calipers[i + 1]]
    const isPair = b && a.frame === b.frame && isSideways(a, view.spacing) !== isSideways(b, view.spacing)
    rows.push(caliperRow(isPair ? [a, b] : [a], owner, isPair ? [i, i + 1] : [i], view, page))
    if (isPair) i += 1
  }
  return rows
}

function caliperRow(calipers, owner, indices, view, page, note) {
  const pair = calipers.length === 2
  const [w, ap] = pair && !isSideways(calipers[0], view.spacing) ? [calipers[1], calipers[0]] : calipers
  const text = pair ? t('caliper.pair', { w: lengthText(w, view.spacing), ap: lengthText(ap, view.spacing) }) : t('caliper.one', { length: lengthText(w, view.spacing) })
  const ratio = pair ? t('caliper.ratio', { ratio: number(measure(w.from, w.to, view.spacing).value / measure(ap.from, ap.to, view.spacing).value, 2) }) : ''
  const group = `remove ${owner} ${indices}`
  const drop = () => [...indices].reverse().forEach((index) => page.emit({ type: 'removeCaliper', mark: owner, index, group }))
  return h('li', { class: 'length' }, icon(pair ? 'pair' : 'caliper'),
    h('span', { class: 'row between' }, h('span', {}, text), h('span', { class: 'quiet' }, note ?? (view.spacing ? ratio : t('caliper.uncalibrated')))),
    h('button', { class: 'btn-icon', 'aria-label': t('caliper.remove', { name: text }), onclick: drop }, icon('remove')))
}

/** The mark in numbers. */
function editor(mark, page) {
  const view = viewOf(page, mark.view)
  const set = (field, value) => page.emit(field === 'frame'
    ? { type: 'reframe', mark: mark.id, frame: Math.min(view.frames, Math.max(1, Math.round(value))) - 1, group: `field ${mark.id} frame` }
    : { type: 'reshape', mark: mark.id, shape: { ...mark.shape, [field]: field === 'angle' ? (value * Math.PI) / 180 : value }, group: `field ${mark.id} ${field}` })
  const shown = (field) => (field === 'frame' ? mark.frame + 1 : field === 'angle' ? (mark.shape.angle * 180) / Math.PI : mark.shape[field])
  const one = (field) => h('label', { class: 'field-number' }, h('span', {}, t(`field.${field}`)), h('input', {
    type: 'number', value: String(Math.round(shown(field) * 10) / 10), step: 1, min: least(field), max: most(field, view), 'data-key': `field.${mark.id}.${field}`,
    onchange: (e) => Number.isFinite(e.target.valueAsNumber) && set(field, e.target.valueAsNumber),
  }))
  return h('li', { class: 'editor' }, view.frames > 1 && one('frame'), FIELDS[mark.shape.kind].map(one),
    h('button', { class: 'btn-outline', onclick: () => page.emit({ type: 'remove', mark: mark.id }) }, t('mark.remove')))
}

const least = (field) => ({ angle: -180, frame: 1 })[field] ?? (field === 'x' || field === 'y' ? 0 : 1)
const most = (field, view) => ({ angle: 180, frame: view.frames, x: view.width, y: view.height, width: view.width, height: view.height })[field] ?? Math.max(view.width, view.height)

/** Up and down go from row to row. */
function walk(event) {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (!by || event.target.tagName === 'INPUT') return
  const rows = [...event.currentTarget.querySelectorAll('.pick')]
  const next = rows[rows.indexOf(event.target) + by]
  if (!next) return
  event.preventDefault()
  event.stopPropagation()
  next.focus()
}

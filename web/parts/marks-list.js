// The marks as a list: everything drawn on the stage can be read, chosen, changed by numbers, rated
// and deleted here, without a pointer.

import { h } from './dom.js'
import { icon } from './icons.js'
import { bounds, centre, measure, moved } from '../state/geometry.js'
import { sizeOf } from '../state/size.js'
import { lengthText } from './overlay.js'
import { number, t } from '../words.js'

const FIELDS = {
  point: ['x', 'y'], ellipse: ['x', 'y', 'halfWidth', 'halfHeight', 'angle'], box: ['x', 'y', 'width', 'height'], freehand: ['x', 'y'],
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
  const loose = answer.loose.map((c, i) => oneLength(c, null, i, viewOf(page, c.view), page, t('caliper.loose')))
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

/** "AP/W 1.24 · taller than wide": above 1 the mass stands. */
export const ratioText = (ratio) => [t('caliper.ratio', { ratio: number(ratio, 2) }), ratio > 1 && t('caliper.taller')].filter(Boolean).join(' · ')

/** A pair and the third length of it are one row: W × H × AP, volume, taller than wide; others a row each. */
function caliperRows(mark, owner, page) {
  const view = viewOf(page, mark.view), size = sizeOf(mark.calipers, view.spacing)
  const together = [...(size.pair ?? []), size.third].filter((i) => i !== null)
  const single = mark.calipers.map((_, i) => i).filter((i) => !together.includes(i))
  return [
    size.pair && lengthRow({ sign: 'pair', text: sizeText3(size), note: view.spacing ? sizeNote(size) : t('caliper.uncalibrated'), owner, indices: together, page }),
    ...single.map((i) => oneLength(mark.calipers[i], owner, i, view, page)),
  ]
}

function sizeText3({ w, h: high, ap, unit }) {
  const said = (v) => `${number(v, unit === 'mm' ? 1 : 0)} ${unit}`
  return high === null ? t('caliper.pair', { w: said(w), ap: said(ap) }) : t('caliper.triple', { w: said(w), h: said(high), ap: said(ap) })
}

const sizeNote = ({ ratio, volume }) => [volume !== null && t('caliper.volume', { volume: number(volume, 2) }), ratioText(ratio)].filter(Boolean).join(' · ')

function oneLength(caliper, owner, index, view, page, note = view.spacing ? '' : t('caliper.uncalibrated')) {
  return lengthRow({ sign: 'caliper', text: t('caliper.one', { length: lengthText(caliper, view.spacing) }), note, owner, indices: [index], page })
}

function lengthRow({ sign, text, note, owner, indices, page }) {
  const group = `remove ${owner} ${indices}`
  const drop = () => [...indices].sort((a, b) => b - a).forEach((index) => page.emit({ type: 'removeCaliper', mark: owner, index, group }))
  return h('li', { class: 'length' }, icon(sign),
    h('span', { class: 'row between wrap' }, h('span', {}, text), h('span', { class: 'quiet' }, note)),
    h('button', { class: 'btn-icon', 'aria-label': t('caliper.remove', { name: text }), onclick: drop }, icon('remove')))
}

/** The mark in numbers. */
function editor(mark, page) {
  const view = viewOf(page, mark.view)
  const set = (field, value) => page.emit(field === 'frame'
    ? { type: 'reframe', mark: mark.id, frame: Math.min(view.frames, Math.max(1, Math.round(value))) - 1, group: `field ${mark.id} frame` }
    : { type: 'reshape', mark: mark.id, shape: withField(mark.shape, field, value), group: `field ${mark.id} ${field}` })
  const shown = (field) => (field === 'frame' ? mark.frame + 1 : fieldOf(mark.shape, field))
  const one = (field) => h('label', { class: 'field-number' }, h('span', {}, t(`field.${field}`)), h('input', {
    type: 'number', value: String(Math.round(shown(field) * 10) / 10), step: 1, min: least(field), max: most(field, view), 'data-key': `field.${mark.id}.${field}`,
    onchange: (e) => Number.isFinite(e.target.valueAsNumber) && set(field, e.target.valueAsNumber),
  }))
  return h('li', { class: 'editor' }, view.frames > 1 && one('frame'), FIELDS[mark.shape.kind].map(one),
    h('button', { class: 'btn-outline', onclick: () => page.emit({ type: 'remove', mark: mark.id }) }, t('mark.remove')))
}

/** A number of a shape as people read it: degrees, and the centre of an outline drawn by hand. */
function fieldOf(shape, field) {
  if (shape.kind === 'freehand') return centre(shape)[field]
  return field === 'angle' ? (shape.angle * 180) / Math.PI : shape[field]
}

function withField(shape, field, value) {
  if (shape.kind === 'freehand') return moved(shape, ...(field === 'x' ? [value - centre(shape).x, 0] : [0, value - centre(shape).y]))
  return { ...shape, [field]: field === 'angle' ? (value * Math.PI) / 180 : value }
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

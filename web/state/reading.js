// One answer in the making: what a person marked, described and called, with undo and redo.
// Every change is an event on plain values; nothing here knows the page or the clock.

import { movedInside, rounded, roundedPoint } from './geometry.js'

/** @typedef {import('./geometry.js').Shape} Shape */
/** @typedef {{frame: number, from: {x: number, y: number}, to: {x: number, y: number}}} Caliper */
/**
 * @typedef {object} Mark
 * @property {string} id
 * @property {string} view
 * @property {number} frame
 * @property {Shape} shape
 * @property {number} rating         how sure, 0...1
 * @property {Record<string, string[]>} descriptors
 * @property {string|null} assessment
 * @property {number|null} keyPlane
 * @property {Caliper[]} calipers
 * @property {number[]|null} displayedBefore  seconds each frame of its view had been on screen when it was placed
 */
/**
 * @typedef {object} Answer
 * @property {Mark[]} marks
 * @property {boolean} noFinding
 * @property {string|null} assessment  of the whole case; only kept here when nothing was found
 * @property {number|null} likelihood
 * @property {string[]} qualityFaults
 * @property {(Caliper & {view: string})[]} loose  measured before there was a mark to hold them
 */
/**
 * @typedef {object} Reading
 * @property {Answer} answer
 * @property {string|null} chosen   id of the mark being described
 * @property {Answer[]} past
 * @property {Answer[]} future
 * @property {string|null} group    changes of one group undo together (a drag, a slider)
 */

export const RATINGS = { unsure: 0.3, fairly: 0.6, sure: 0.9 }
const MOST_UNDO = 200

/** @param {object|null|undefined} read a stored Read @returns {Reading} */
export function readingOf(read) {
  const answer = {
    marks: (read?.marks ?? []).map(markOf), noFinding: read?.noFinding ?? false,
    assessment: read?.assessment ?? null, likelihood: read?.likelihood ?? null,
    qualityFaults: read?.qualityFaults ?? [], loose: read?.loose ?? [],
  }
  return { answer, chosen: answer.marks[0]?.id ?? null, past: [], future: [], group: null }
}

const markOf = (mark) => ({
  ...mark, descriptors: mark.descriptors ?? {}, assessment: mark.assessment ?? null,
  keyPlane: mark.keyPlane ?? null, calipers: mark.calipers ?? [], displayedBefore: mark.displayedBefore ?? null,
})

/** @param {Reading} reading @param {{type: string} & Record<string, any>} event @returns {Reading} */
export function apply(reading, event) {
  switch (event.type) {
    case 'choose': return { ...reading, chosen: event.mark, group: null }
    case 'undo': return undone(reading)
    case 'redo': return redone(reading)
    default: return changed(reading, event)
  }
}

function changed(reading, event) {
  const change = CHANGES[event.type]
  if (!change) throw new Error(`reading: unknown event '${event.type}'`)
  const { answer, chosen = reading.chosen } = change(reading.answer, event, reading)
  if (answer === reading.answer) return { ...reading, chosen }
  const continues = event.group && event.group === reading.group
  const past = continues ? reading.past : [...reading.past, reading.answer].slice(-MOST_UNDO)
  return { answer, chosen, past, future: [], group: event.group ?? null }
}

const CHANGES = {
  mark: (answer, event) => addMark(answer, event),
  remove: (answer, { mark }) => removeMark(answer, mark),
  reshape: (answer, { mark, shape }) => ({ answer: withMark(answer, mark, { shape: rounded(shape) }) }),
  nudge: (answer, { mark, dx, dy, size }) => ({
    answer: withMark(answer, mark, (m) => ({ shape: rounded(movedInside(m.shape, dx, dy, size)) })),
  }),
  reframe: (answer, { mark, frame }) => ({ answer: withMark(answer, mark, { frame }) }),
  rate: (answer, { mark, rating }) => ({ answer: withMark(answer, mark, { rating }) }),
  describe: (answer, { mark, descriptors }) => ({ answer: withMark(answer, mark, { descriptors }) }),
  assess: (answer, { mark, assessment }) => ({
    answer: mark ? withMark(answer, mark, { assessment }) : { ...answer, assessment },
  }),
  keyPlane: (answer, { mark, frame }) => ({ answer: withMark(answer, mark, { keyPlane: frame }) }),
  caliper: (answer, event, reading) => addCaliper(answer, event, reading.chosen),
  moveCaliper: (answer, { mark, index, end, at }) => ({
    answer: withMark(answer, mark, (m) => ({
      calipers: m.calipers.map((c, i) => (i === index ? { ...c, [end]: roundedPoint(at) } : c)),
    })),
  }),
  removeCaliper: (answer, { mark, index }) => ({ answer: dropCaliper(answer, mark, index) }),
  noFinding: (answer, { isSet, negative }) => ({ ...noFinding(answer, isSet, negative) }),
  likelihood: (answer, { value }) => ({ answer: { ...answer, likelihood: value } }),
  quality: (answer, { fault, isSet }) => ({ answer: { ...answer, qualityFaults: toggled(answer.qualityFaults, fault, isSet) } }),
}

function addMark(answer, { view, frame, shape, displayedBefore = null }) {
  const id = freeId(answer.marks)
  const held = answer.loose.filter((c) => c.view === view)
  const mark = {
    id, view, frame, shape: rounded(shape), rating: RATINGS.fairly, descriptors: {}, assessment: null,
    keyPlane: null, calipers: held.map(({ view: _, ...caliper }) => caliper), displayedBefore,
  }
  const loose = answer.loose.filter((c) => c.view !== view)
  const assessment = answer.noFinding ? null : answer.assessment
  return { answer: { ...answer, marks: [...answer.marks, mark], noFinding: false, assessment, loose }, chosen: id }
}

function freeId(marks) {
  let n = marks.length + 1
  while (marks.some((m) => m.id === `m${n}`)) n += 1
  return `m${n}`
}

function removeMark(answer, id) {
  const at = answer.marks.findIndex((m) => m.id === id)
  if (at < 0) return { answer }
  const marks = answer.marks.filter((m) => m.id !== id)
  return { answer: { ...answer, marks }, chosen: (marks[at] ?? marks[at - 1])?.id ?? null }
}

function withMark(answer, id, change) {
  return {
    ...answer,
    marks: answer.marks.map((m) => (m.id === id ? { ...m, ...(typeof change === 'function' ? change(m) : change) } : m)),
  }
}

/** A length belongs to the chosen mark of its view, else to the last one there, else waits for one. */
function addCaliper(answer, { view, frame, from, to }, chosen) {
  const caliper = { frame, from: roundedPoint(from), to: roundedPoint(to) }
  const here = answer.marks.filter((m) => m.view === view)
  const owner = here.find((m) => m.id === chosen) ?? here.at(-1)
  if (!owner) return { answer: { ...answer, loose: [...answer.loose, { view, ...caliper }] } }
  return { answer: withMark(answer, owner.id, (m) => ({ calipers: [...m.calipers, caliper] })), chosen: owner.id }
}

function dropCaliper(answer, id, index) {
  if (id === null) return { ...answer, loose: answer.loose.filter((_, i) => i !== index) }
  return withMark(answer, id, (m) => ({ calipers: m.calipers.filter((_, i) => i !== index) }))
}

/** "No finding" takes the marks away (undo brings them back) and is the negative category by definition. */
function noFinding(answer, isSet, negative) {
  if (!isSet) return { answer: { ...answer, noFinding: false, assessment: null } }
  return { answer: { ...answer, noFinding: true, marks: [], loose: [], assessment: negative ?? null }, chosen: null }
}

const toggled = (list, item, isSet) => (isSet ? [...new Set([...list, item])] : list.filter((x) => x !== item))

function undone(reading) {
  const answer = reading.past.at(-1)
  if (!answer) return reading
  return travelled(reading, answer, reading.past.slice(0, -1), [reading.answer, ...reading.future])
}

function redone(reading) {
  const [answer, ...future] = reading.future
  if (!answer) return reading
  return travelled(reading, answer, [...reading.past, reading.answer], future)
}

function travelled(reading, answer, past, future) {
  const isThere = answer.marks.some((m) => m.id === reading.chosen)
  return { answer, past, future, group: null, chosen: isThere ? reading.chosen : answer.marks.at(-1)?.id ?? null }
}

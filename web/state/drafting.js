// Drawing with one pointer, three ways: press-drag-release, click-move-click, and Enter-arrows-Enter
// at the cross-hair; a polygon by its corners. A draft grows through `down`, `move` and `up` in frame pixels and ends in a
// finished shape or length, which the page turns into an event on the reading.

import { boxBetween, distance, ellipseBetween, thinned } from './geometry.js'

/** @typedef {import('./geometry.js').Point} Point */
/** @typedef {'point'|'ellipse'|'box'|'freehand'|'polygon'|'caliper'|'pair'} Tool */
/**
 * @typedef {object} Draft
 * @property {Tool} tool
 * @property {Point} from
 * @property {Point} to
 * @property {[number, number][]} trail   freehand: the line; polygon: the corners so far
 * @property {boolean} isHeld             the button is down: a drag, not yet a click
 * @property {{from: Point, to: Point}[]} lengths  finished first half of a pair
 */

export const TOOLS = /** @type {Tool[]} */ (['point', 'ellipse', 'box', 'freehand', 'polygon', 'caliper', 'pair'])
/** Smallest side or length worth keeping, in frame pixels. */
const LEAST = 4

/** @returns {{draft: Draft|null, done: object|null}} */
export function down(draft, tool, p) {
  if (tool === 'point') return { draft: null, done: { kind: 'shape', shape: { kind: 'point', x: p.x, y: p.y } } }
  if (tool === 'polygon') return { draft: draft?.tool === tool ? { ...draft, to: p } : fresh(tool, p), done: null }
  if (draft?.tool === tool && !draft.isWaiting) return { draft: { ...draft, to: p, isHeld: true, isSecond: true }, done: null }
  return { draft: { ...fresh(tool, p), isHeld: true, lengths: draft?.tool === tool ? draft.lengths : [] }, done: null }
}

const fresh = (tool, p) => ({ tool, from: p, to: p, trail: tool === 'polygon' ? [] : [[p.x, p.y]], isHeld: false, isSecond: false, isWaiting: false, lengths: [] })

export function move(draft, p) {
  if (!draft || draft.isWaiting) return draft
  const trail = draft.tool === 'freehand' ? [...draft.trail, /** @type {[number, number]} */ ([p.x, p.y])] : draft.trail
  return { ...draft, to: p, trail }
}

/** @param {number} slack  how far a click may slip, in frame pixels */
export function up(draft, p, slack) {
  if (draft?.tool === 'polygon') return corner(draft, p, slack * 2)
  if (!draft || !draft.isHeld) return { draft, done: null }
  const held = { ...move(draft, p), isHeld: false }
  const wasClick = distance(draft.from, p) <= slack && !draft.isSecond
  if (wasClick && travelled(held.trail) <= slack * 2) return { draft: held, done: null }
  return finish(held)
}

/** One more corner; on the first one, or on the last one again, the outline closes. */
function corner(draft, p, reach) {
  const { trail } = draft
  const near = (q) => q && Math.hypot(q[0] - p.x, q[1] - p.y) <= reach
  if (trail.length >= 3 && (near(trail[0]) || near(trail.at(-1)))) return closed(draft)
  if (near(trail.at(-1))) return { draft: { ...draft, to: p }, done: null }
  return { draft: { ...draft, to: p, trail: [...trail, [p.x, p.y]] }, done: null }
}

/** Ends a polygon at the corners it has; fewer than three are put away. */
export function closed(draft) {
  const shape = { kind: 'freehand', contour: draft.trail }
  return { draft: null, done: isLarge(shape) ? { kind: 'shape', shape } : null }
}

/** Takes the last corner back; the first one ends the outline. */
export const withoutCorner = (draft) => (draft.trail.length > 1 ? { ...draft, trail: draft.trail.slice(0, -1) } : null)

/** Enter at the cross-hair: the first sets the start, the second ends it; a polygon takes as many as it has corners. */
export function enter(draft, tool, p) {
  const pressed = down(draft, tool, p)
  return pressed.done || !pressed.draft ? pressed : up(pressed.draft, p, 0.5)
}

const travelled = (trail) => {
  const b = trail.map(([x, y]) => x), c = trail.map(([, y]) => y)
  return Math.max(Math.max(...b) - Math.min(...b), Math.max(...c) - Math.min(...c))
}

function finish(draft) {
  const { tool, from, to } = draft
  if (tool === 'caliper' || tool === 'pair') return finishLength(draft)
  const done = tool === 'freehand' ? freehand(draft.trail) : tool === 'box' ? boxBetween(from, to) : ellipseBetween(from, to)
  return { draft: null, done: isLarge(done) ? { kind: 'shape', shape: done } : null }
}

function finishLength(draft) {
  const length = { from: draft.from, to: draft.to }
  if (distance(length.from, length.to) < LEAST) return { draft: null, done: null }
  const lengths = [...draft.lengths, length]
  if (draft.tool === 'caliper' || lengths.length === 2) return { draft: null, done: { kind: 'lengths', lengths } }
  return { draft: { ...draft, lengths, isWaiting: true, trail: [] }, done: null }
}

function freehand(trail) {
  return { kind: 'freehand', contour: thinned(trail) }
}

function isLarge(shape) {
  if (shape.kind === 'freehand') return shape.contour.length >= 3 && travelled(shape.contour) >= LEAST
  if (shape.kind === 'box') return shape.width >= LEAST && shape.height >= LEAST
  return shape.halfWidth * 2 >= LEAST && shape.halfHeight * 2 >= LEAST
}

/** The unfinished outline to paint. */
export function outline(draft) {
  if (!draft || draft.isWaiting) return null
  if (draft.tool === 'box') return boxBetween(draft.from, draft.to)
  if (draft.tool === 'ellipse') return ellipseBetween(draft.from, draft.to)
  if (draft.tool === 'polygon') return { kind: 'freehand', contour: [...draft.trail, [draft.to.x, draft.to.y]] }
  return draft.tool === 'freehand' ? { kind: 'freehand', contour: draft.trail } : null
}

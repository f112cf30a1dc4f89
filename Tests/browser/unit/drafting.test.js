import { closed, down, enter, move, outline, up, withoutCorner } from '../../../web/state/drafting.js'
import { equal, test } from './check.js'

const a = { x: 10, y: 10 }, b = { x: 50, y: 30 }
const SLACK = 4
const done = { kind: 'shape', shape: { kind: 'box', x: 10, y: 10, width: 40, height: 20 } }

test('press, drag, release draws a box', () => {
  const drag = move(down(null, 'box', a).draft, b)
  equal(up(drag, b, SLACK), { draft: null, done })
})

test('click, move, click draws the same box', () => {
  const first = up(down(null, 'box', a).draft, a, SLACK)
  equal(first.done, null)
  const second = down(move(first.draft, b), 'box', b)
  equal(up(second.draft, b, SLACK).done, done)
})

test('Enter, arrows, Enter draws the same box', () => {
  const first = enter(null, 'box', a)
  equal(enter(move(first.draft, b), 'box', b).done, done)
})

test('a point is there at once', () => {
  equal(down(null, 'point', a), { draft: null, done: { kind: 'shape', shape: { kind: 'point', x: 10, y: 10 } } })
})

test('what is too small to mean anything is dropped', () => {
  const first = up(down(null, 'ellipse', a).draft, a, SLACK)
  equal(up(down(first.draft, 'ellipse', { x: 11, y: 11 }).draft, { x: 11, y: 11 }, SLACK), { draft: null, done: null })
})

test('a pair is two lengths', () => {
  const c = { x: 30, y: 0 }, d = { x: 30, y: 40 }
  const half = up(move(down(null, 'pair', a).draft, b), b, SLACK)
  equal([half.done, outline(half.draft)], [null, null])
  equal(up(move(down(half.draft, 'pair', c).draft, d), d, SLACK).done, { kind: 'lengths', lengths: [{ from: a, to: b }, { from: c, to: d }] })
})

test('another tool forgets half a pair', () => {
  const half = up(move(down(null, 'pair', a).draft, b), b, SLACK)
  equal(down(half.draft, 'caliper', a).draft.lengths, [])
})

test('a freehand line that comes back to its start is a shape, not a click', () => {
  let draft = down(null, 'freehand', a).draft
  for (const p of [{ x: 40, y: 10 }, { x: 40, y: 40 }, { x: 12, y: 12 }]) draft = move(draft, p)
  const { done: shape } = up(draft, { x: 11, y: 11 }, SLACK)
  equal([shape.shape.kind, shape.shape.contour.length], ['freehand', 4])
})

const click = (draft, p) => up(down(draft, 'polygon', p).draft, p, SLACK)
const corners = [{ x: 0, y: 0 }, { x: 40, y: 0 }, { x: 40, y: 30 }]
const triangle = corners.reduce((draft, p) => click(draft, p).draft, null)

test('a polygon closes on its first corner, on its last one again, or when told to', () => {
  const shape = { kind: 'freehand', contour: [[0, 0], [40, 0], [40, 30]] }
  for (const end of [click(triangle, { x: 2, y: 2 }), click(triangle, { x: 40, y: 30 }), closed(triangle)]) equal(end, { draft: null, done: { kind: 'shape', shape } })
})

test('a polygon of two corners is none, and a corner can be taken back', () => {
  const two = withoutCorner(triangle)
  equal(two.trail, [[0, 0], [40, 0]])
  equal(closed(two), { draft: null, done: null })
  equal(withoutCorner(withoutCorner(two)), null)
})

test('Enter at the cross-hair places the same corners', () => {
  const draft = corners.reduce((d, p) => enter(d, 'polygon', p).draft, null)
  equal(draft.trail, triangle.trail)
  equal(enter(draft, 'polygon', corners[2]).done.shape.contour.length, 3)
})

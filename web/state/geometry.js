// Places and lengths in a stored frame: x right, y down, pixels from the outer top-left corner.
// Pixels become millimetres only through a spacing, and both spacings always count.

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{x: number, y: number}} Spacing  millimetres per pixel */
/**
 * @typedef {{kind: 'point', x: number, y: number}
 *   | {kind: 'ellipse', x: number, y: number, halfWidth: number, halfHeight: number, angle: number}
 *   | {kind: 'box', x: number, y: number, width: number, height: number}
 *   | {kind: 'freehand', contour: [number, number][]}} Shape
 */

/** @param {Point} a @param {Point} b */
export const distance = (a, b) => Math.hypot(b.x - a.x, b.y - a.y)

/**
 * A length between two places, in mm when the view is calibrated, else in pixels.
 * @param {Point} a @param {Point} b @param {Spacing|null|undefined} spacing
 * @returns {{value: number, unit: 'mm'|'px'}}
 */
export function measure(a, b, spacing) {
  if (!spacing) return { value: distance(a, b), unit: 'px' }
  return { value: Math.hypot((b.x - a.x) * spacing.x, (b.y - a.y) * spacing.y), unit: 'mm' }
}

/** Whether a line runs more sideways than deep, in tissue rather than in pixels. */
export function isSideways({ from, to }, spacing) {
  const { x, y } = spacing ?? { x: 1, y: 1 }
  return Math.abs(to.x - from.x) * x >= Math.abs(to.y - from.y) * y
}

/** The ellipse that fills the rectangle between two corners. @returns {Shape} */
export function ellipseBetween(a, b) {
  return {
    kind: 'ellipse', x: (a.x + b.x) / 2, y: (a.y + b.y) / 2,
    halfWidth: Math.abs(b.x - a.x) / 2, halfHeight: Math.abs(b.y - a.y) / 2, angle: 0,
  }
}

/** @returns {Shape} */
export function boxBetween(a, b) {
  return { kind: 'box', x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(b.x - a.x), height: Math.abs(b.y - a.y) }
}

/** @param {Shape} shape @returns {Point} */
export function centre(shape) {
  if (shape.kind === 'box') return { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 }
  if (shape.kind !== 'freehand') return { x: shape.x, y: shape.y }
  const n = shape.contour.length
  return { x: shape.contour.reduce((s, p) => s + p[0], 0) / n, y: shape.contour.reduce((s, p) => s + p[1], 0) / n }
}

/** The upright rectangle around a shape. @param {Shape} shape */
export function bounds(shape) {
  if (shape.kind === 'point') return { x: shape.x, y: shape.y, width: 0, height: 0 }
  if (shape.kind === 'box') return { x: shape.x, y: shape.y, width: shape.width, height: shape.height }
  if (shape.kind === 'freehand') return boundsOf(shape.contour)
  const c = Math.cos(shape.angle), s = Math.sin(shape.angle)
  const w = Math.hypot(shape.halfWidth * c, shape.halfHeight * s), h = Math.hypot(shape.halfWidth * s, shape.halfHeight * c)
  return { x: shape.x - w, y: shape.y - h, width: 2 * w, height: 2 * h }
}

/** @param {[number, number][]} contour */
export function boundsOf(contour) {
  const xs = contour.map((p) => p[0]), ys = contour.map((p) => p[1])
  const x = Math.min(...xs), y = Math.min(...ys)
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

/** Overlap of two upright rectangles over their union, 0...1. */
export function overlap(a, b) {
  const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  if (w <= 0 || h <= 0) return 0
  return (w * h) / (a.width * a.height + b.width * b.height - w * h)
}

/** @param {Shape} shape @returns {Shape} */
export function moved(shape, dx, dy) {
  if (shape.kind === 'freehand') return { ...shape, contour: shape.contour.map(([x, y]) => [x + dx, y + dy]) }
  return { ...shape, x: shape.x + dx, y: shape.y + dy }
}

/** Moves a shape so that its centre stays inside the frame. */
export function movedInside(shape, dx, dy, size) {
  const c = centre(shape)
  return moved(shape, clamp(c.x + dx, 0, size.width) - c.x, clamp(c.y + dy, 0, size.height) - c.y)
}

/** An outline of so few points is a polygon whose corners can be moved one by one. */
const MOST_CORNERS = 24

/** Places on a shape that resize it when dragged. @param {Shape} shape @returns {Point[]} */
export function handles(shape) {
  if (shape.kind === 'box') {
    const { x, y, width: w, height: h } = shape
    return [{ x, y }, { x: x + w, y }, { x: x + w, y: y + h }, { x, y: y + h }]
  }
  if (shape.kind === 'freehand' && shape.contour.length <= MOST_CORNERS) return shape.contour.map(([x, y]) => ({ x, y }))
  if (shape.kind !== 'ellipse') return []
  const { x, y, halfWidth: a, halfHeight: b, angle } = shape
  const c = Math.cos(angle), s = Math.sin(angle)
  return [
    { x: x + a * c, y: y + a * s }, { x: x - a * c, y: y - a * s },
    { x: x - b * s, y: y + b * c }, { x: x + b * s, y: y - b * c },
  ]
}

/** The shape after its handle `i` was dragged to `p`. @param {Shape} shape @returns {Shape} */
export function resized(shape, i, p) {
  if (shape.kind === 'box') return boxBetween(handles(shape)[(i + 2) % 4], p)
  if (shape.kind === 'freehand') return { ...shape, contour: shape.contour.map((q, at) => (at === i ? [p.x, p.y] : q)) }
  if (shape.kind !== 'ellipse') return shape
  const length = Math.max(distance(shape, p), 2)
  const turn = Math.atan2(p.y - shape.y, p.x - shape.x) - [0, Math.PI, Math.PI / 2, -Math.PI / 2][i]
  const angle = Math.atan2(Math.sin(turn), Math.cos(turn))
  return i < 2 ? { ...shape, halfWidth: length, angle } : { ...shape, halfHeight: length, angle }
}

/** Whether a place lies in a shape grown by `slack` pixels. @param {Shape} shape */
export function contains(shape, p, slack = 0) {
  if (shape.kind === 'point') return distance(shape, p) <= slack
  if (shape.kind === 'freehand') return insideContour(shape.contour, p)
  if (shape.kind === 'box') {
    return p.x >= shape.x - slack && p.x <= shape.x + shape.width + slack &&
      p.y >= shape.y - slack && p.y <= shape.y + shape.height + slack
  }
  const c = Math.cos(shape.angle), s = Math.sin(shape.angle), dx = p.x - shape.x, dy = p.y - shape.y
  const u = (dx * c + dy * s) / (shape.halfWidth + slack), v = (-dx * s + dy * c) / (shape.halfHeight + slack)
  return u * u + v * v <= 1
}

/** Even-odd rule. */
function insideContour(contour, p) {
  let inside = false
  for (let i = 0, j = contour.length - 1; i < contour.length; j = i++) {
    const [xi, yi] = contour[i], [xj, yj] = contour[j]
    if (yi > p.y !== yj > p.y && p.x < ((xj - xi) * (p.y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

/** Drops points of a hand-drawn line that lie closer than `step` pixels to the last kept one. */
export function thinned(contour, step = 3, most = 200) {
  const kept = contour.filter((p, i) => i === 0 || Math.hypot(p[0] - contour[i - 1][0], p[1] - contour[i - 1][1]) > 0)
  const out = []
  for (const p of kept) {
    const last = out.at(-1)
    if (!last || Math.hypot(p[0] - last[0], p[1] - last[1]) >= step) out.push(p)
  }
  const every = Math.ceil(out.length / most)
  return every > 1 ? out.filter((_, i) => i % every === 0) : out
}

/** The whole shape with coordinates cut to a tenth of a pixel, as it is stored. @param {Shape} shape */
export function rounded(shape) {
  if (shape.kind === 'freehand') return { kind: 'freehand', contour: shape.contour.map(([x, y]) => [tenth(x), tenth(y)]) }
  const out = { ...shape }
  for (const key of ['x', 'y', 'width', 'height', 'halfWidth', 'halfHeight']) if (key in out) out[key] = tenth(out[key])
  if ('angle' in out) out.angle = Math.round(out.angle * 1000) / 1000
  return out
}

const tenth = (v) => Math.round(v * 10) / 10
export const roundedPoint = (p) => ({ x: tenth(p.x), y: tenth(p.y) })
export const clamp = (v, low, high) => Math.min(high, Math.max(low, v))
/** A place pulled back into the frame. */
export const inside = (p, size) => ({ x: clamp(p.x, 0, size.width), y: clamp(p.y, 0, size.height) })

// Outlines, calipers and labels over the frame: SVG in stored-frame pixels. Lines keep their width at
// any zoom; labels and handles are placed in page pixels. Each voice has its hue, dash and label.

import { s } from './dom.js'
import { bounds, handles, measure } from '../state/geometry.js'
import { number } from '../words.js'

/** @typedef {{x: number, y: number}} Scale  page pixels per frame pixel */

const pathOf = (contour) => `M${contour.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}Z`

function figure(shape, cls) {
  switch (shape.kind) {
    case 'box': return s('rect', { class: cls, x: shape.x, y: shape.y, width: shape.width, height: shape.height })
    case 'freehand': return s('path', { class: cls, d: pathOf(shape.contour) })
    case 'ellipse': return s('ellipse', {
      class: cls, cx: shape.x, cy: shape.y, rx: shape.halfWidth, ry: shape.halfHeight,
      transform: `rotate(${(shape.angle * 180) / Math.PI} ${shape.x} ${shape.y})`,
    })
    default: throw new Error(`overlay: no figure for '${shape.kind}'`)
  }
}

/** Something of fixed size in page pixels at a place in the frame. */
function placed(p, scale, ...children) {
  return s('g', { transform: `translate(${p.x} ${p.y}) scale(${1 / scale.x} ${1 / scale.y})` }, children)
}

const cross = (cls, arm) => s('path', { class: cls, d: `M${-arm} 0h${2 * arm}M0 ${-arm}v${2 * arm}` })

/** @param {'mine'|'experts'|'ai'} voice @param {Scale} scale */
export function outlineGroup(voice, shape, label, scale, props = {}) {
  const { cls = '', ...rest } = props
  const group = s('g', { class: `ov ${voice} ${cls}`, ...rest })
  if (shape.kind === 'point') group.append(placed(shape, scale, cross('h', 10), cross('s', 10), s('circle', { class: 's', r: 4 })))
  else group.append(figure(shape, 'h'), figure(shape, 's'))
  if (label) group.append(labelBeside(shape, label, scale))
  return group
}

/** At the outline's upper right corner, outside it, so that no label lies on a margin. */
function labelBeside(shape, label, scale) {
  const b = bounds(shape)
  return placed({ x: b.x + b.width, y: b.y + b.height * 0.12 }, scale, s('text', { x: 8, y: 0 }, label))
}

export function contourGroup(voice, contour, label, scale, below = false) {
  const group = outlineGroup(voice, { kind: 'freehand', contour }, null, scale)
  if (!label) return group
  const b = bounds({ kind: 'freehand', contour })
  const at = below ? { x: b.x + b.width * 0.15, y: b.y + b.height } : { x: b.x, y: b.y + b.height * 0.12 }
  group.append(placed(at, scale, s('text', below ? { x: 0, y: 16, 'text-anchor': 'end' } : { x: -8, y: 0, 'text-anchor': 'end' }, label)))
  return group
}

/** Round grips; drawn small, caught large. */
export function handleGroup(shape, scale) {
  const grips = handles(shape).map((p, i) => placed(p, scale, s('circle', { class: 'handle', r: 4.5, 'data-handle': i })))
  return s('g', { class: 'ov mine' }, grips)
}

/** A length: bright ends, thin dotted line between, its words beside the right end. */
export function caliperGroup(caliper, text, scale) {
  const { from, to } = caliper
  const between = { x1: from.x, y1: from.y, x2: to.x, y2: to.y }
  const right = to.x >= from.x ? to : from
  return s('g', { class: 'ov mine caliper' },
    s('line', { class: 'h thin', ...between }), s('line', { class: 's thin', ...between }),
    [from, to].map((p) => placed(p, scale, cross('h', 6), cross('s', 6))),
    text && placed(right, scale, s('text', { x: 14, y: 5 }, text)))
}

/** The keyboard's cross-hair. */
export const crosshair = (p, scale) =>
  s('g', { class: 'ov crosshair' }, placed(p, scale, cross('h', 14), cross('s', 14), s('circle', { class: 's', r: 6 })))

/** A length with its unit: mm where calibrated, else px and why. */
export function lengthText({ from, to }, spacing) {
  const { value, unit } = measure(from, to, spacing)
  return `${number(value, unit === 'mm' ? 1 : 0)} ${unit}`
}

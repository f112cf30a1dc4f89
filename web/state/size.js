// What the calipers of one mark say together: width and depth of a pair, a third length from another
// plane, the volume they span and whether the mass is taller than wide.

import { isSideways, measure } from './geometry.js'

/** Volume of an ellipsoid over the product of its diameters: π/6. */
const ELLIPSOID = Math.PI / 6

/**
 * @typedef {object} Size
 * @property {[number, number]|null} pair   indices of the width and the depth caliper
 * @property {number|null} third            index of a length measured on another frame
 * @property {'mm'|'px'} unit
 * @property {number|null} w
 * @property {number|null} ap
 * @property {number|null} h
 * @property {number|null} ratio    depth over width; above 1 is taller than wide
 * @property {number|null} volume   millilitres; null unless all three are known in mm
 */

/** Two lengths of one frame, one sideways and one deep. */
const arePair = (a, b, spacing) => Boolean(a && b) && a.frame === b.frame && isSideways(a, spacing) !== isSideways(b, spacing)

/** @param {{frame: number, from: object, to: object}[]} calipers @param {{x: number, y: number}|null|undefined} spacing @returns {Size} */
export function sizeOf(calipers, spacing) {
  const lengths = calipers.map((c) => measure(c.from, c.to, spacing).value)
  const first = calipers.findIndex((c, i) => arePair(c, calipers[i + 1], spacing))
  const unit = spacing ? 'mm' : 'px'
  if (first < 0) return { pair: null, third: null, unit, w: null, ap: null, h: null, ratio: null, volume: null }
  const pair = isSideways(calipers[first], spacing) ? [first, first + 1] : [first + 1, first]
  const [w, ap] = pair.map((i) => lengths[i])
  const others = calipers.map((_, i) => i).filter((i) => !pair.includes(i) && calipers[i].frame !== calipers[first].frame)
  const third = others.sort((a, b) => lengths[b] - lengths[a])[0] ?? null
  const h = third === null ? null : lengths[third]
  const volume = h === null || unit === 'px' ? null : (ELLIPSOID * w * ap * h) / 1000
  return { pair: /** @type {[number, number]} */ (pair), third, unit, w, ap, h, ratio: ap / w, volume }
}

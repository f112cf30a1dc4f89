// Depth beside the frame: ticks every 5 mm, a number every cm; nothing where the view is not calibrated.

import { s } from './dom.js'

/** @param {SVGElement} ruler @param {{height: number, spacing?: {y: number}|null}} view */
export function drawRuler(ruler, { height, spacing }) {
  ruler.replaceChildren()
  if (!spacing) return
  const depth = height * spacing.y
  for (let mm = 0; mm <= depth; mm += 5) {
    const y = `${(mm / depth) * 100}%`
    ruler.append(s('line', { x1: mm % 10 ? 8 : 2, x2: 16, y1: y, y2: y }))
    // The lowest stretch belongs to the note in the corner.
    if (mm && mm % 10 === 0 && mm < depth * 0.86) ruler.append(s('text', { x: 2, y, dy: -4 }, String(mm / 10)))
  }
}

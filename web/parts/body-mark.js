// The small drawing that says where on the breast the probe lay.

import { s } from './dom.js'
import { t } from '../words.js'

/** @param {{laterality?: string|null, clockFace?: number|null, distanceFromNipple?: number|null}} vignette */
export function bodyMark({ laterality, clockFace, distanceFromNipple }) {
  if (!laterality || !clockFace) return null
  const angle = (clockFace / 12) * 2 * Math.PI
  const reach = 6 + 14 * Math.min(1, (distanceFromNipple ?? 30) / 70)
  const at = (r) => ({ x: 36 + r * Math.sin(angle), y: 34 - r * Math.cos(angle) })
  const a = at(reach - 4), b = at(reach + 6)
  const isRight = laterality === 'right'
  return s('svg', { width: 76, height: 64, viewBox: '0 0 76 64', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.3, role: 'img', 'aria-label': placeText({ laterality, clockFace, distanceFromNipple }) },
    s('circle', { cx: 36, cy: 34, r: 24 }), s('path', { d: isRight ? 'M14 18C8 10 6 6 5 2' : 'M58 18C64 10 66 6 67 2' }),
    s('circle', { cx: 36, cy: 34, r: 2.4, fill: 'currentColor' }),
    s('path', { d: `M${a.x} ${a.y}L${b.x} ${b.y}`, stroke: 'var(--text)', 'stroke-width': 4, 'stroke-linecap': 'round' }),
    s('text', { x: isRight ? 66 : 4, y: 12, 'font-size': 12, fill: 'currentColor', stroke: 'none' }, t(`side.${laterality}.short`)))
}

/** "Right breast, 10 o'clock, 4 cm from nipple" with what is known; just "Right" of another organ. */
export function placeText({ laterality, clockFace, distanceFromNipple }, organ = 'breast') {
  const parts = [
    laterality && t(organ === 'breast' ? `side.${laterality}` : `side.${laterality}.any`), clockFace && t('clockFace', { hour: clockFace }),
    distanceFromNipple && t('fromNipple', { cm: Math.round(distanceFromNipple) / 10 }),
  ]
  return parts.filter(Boolean).join(t('comma'))
}

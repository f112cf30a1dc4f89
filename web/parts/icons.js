// Line icons on a 16 by 16 grid; they take the colour of the text beside them.

import { s } from './dom.js'

const PATHS = {
  select: ['M3 2.5v10l3-2.6 2 4 1.8-.9-2-3.9 3.9-.4z'],
  ellipse: ['M1.8 8a6.2 4.4 0 1 0 12.4 0a6.2 4.4 0 1 0-12.4 0z'],
  box: ['M2 3.5h12v9H2z'],
  point: ['M8 1.5v3.2M8 11.3v3.2M1.5 8h3.2M11.3 8h3.2', 'f:M6.4 8a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0z'],
  freehand: ['M2.5 11c0-4 2.2-7.6 5.4-7.6 3 0 5.6 1.3 5.6 4.6 0 3-2.6 4.7-5 4-2.2-.6-1.6-3.2.6-3.2'],
  polygon: ['M3 5.2 8.2 2.5 13.5 6.4 11.4 13 4.6 12.4z', 'f:M2 4.2h2v2H2zM7.2 1.5h2v2h-2zM12.5 5.4h2v2h-2zM10.4 12h2v2h-2zM3.6 11.4h2v2h-2z'],
  compare: ['M2 3h5v10H2zM9 3h5v10H9z'],
  link: ['M6.6 9.4 9.4 6.6M7.2 4.8l1.4-1.4a2.8 2.8 0 0 1 4 4l-1.4 1.4M8.8 11.2l-1.4 1.4a2.8 2.8 0 0 1-4-4l1.4-1.4'],
  caliper: ['M3 13 13 3M1.6 11.6l2.8 2.8M11.6 1.6l2.8 2.8'],
  pair: ['M2 8h12M8 2.5v11M2 6.4v3.2M14 6.4v3.2M6.4 2.5h3.2M6.4 13.5h3.2'],
  pan: ['M8 1.8v12.4M1.8 8h12.4M6 3.6l2-1.8 2 1.8M6 12.4l2 1.8 2-1.8M3.6 6 1.8 8l1.8 2M12.4 6l1.8 2-1.8 2'],
  zoom: ['M2.4 7a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0z', 'm10.5 10.5 3.7 3.7M5 7h4M7 5v4'],
  eye: ['M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z', 'M6.2 8a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0-3.6 0z'],
  undo: ['M5.5 3 2.5 6l3 3M2.8 6H10a3.6 3.6 0 0 1 0 7.2H6.5'],
  redo: ['m10.5 3 3 3-3 3M13.2 6H6a3.6 3.6 0 0 0 0 7.2h3.5'],
  first: ['M11.5 3.5 6.5 8l5 4.5M4 3.5v9'],
  back: ['M10.5 3.5 5.5 8l5 4.5'],
  play: ['f:M4 2.5v11l9-5.5z'],
  freeze: ['M5.5 3v10M10.5 3v10'],
  forward: ['M5.5 3.5 10.5 8l-5 4.5'],
  last: ['M4.5 3.5 9.5 8l-5 4.5M12 3.5v9'],
  loop: ['M11 2.5 13.2 4.7 11 6.9M2.8 7.5V6.7a2 2 0 0 1 2-2h8.2M5 13.5l-2.2-2.2L5 9.1M13.2 8.5v.8a2 2 0 0 1-2 2H3'],
  gain: ['M5.2 8a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0-5.6 0z', 'M8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1'],
  flag: ['M3.5 14V2.2M3.5 2.8h8.2l-1.8 3 1.8 3H3.5'],
  more: ['f:M3 6.8h2.2V9H3zM6.9 6.8h2.2V9H6.9zM10.8 6.8H13V9h-2.2z'],
  remove: ['M4 4l8 8M12 4l-8 8'],
  cloud: ['M4.4 12.5a2.9 2.9 0 0 1-.3-5.8 4 4 0 0 1 7.7-.6 3.2 3.2 0 0 1-.3 6.4z', 'm6.2 9.3 1.4 1.4L10 8.1'],
  check: ['m3 8.5 3.2 3.2L13 4.6'],
  lock: ['M3 7h10v6.8H3z', 'M5 7V5a3 3 0 0 1 6 0v2'],
  alert: ['M8 2.2 14.4 13.4H1.6zM8 6.4v3.4M8 11.6v.2'],
  about: ['M1.8 8a6.2 6.2 0 1 0 12.4 0a6.2 6.2 0 1 0-12.4 0z', 'M8 7.2v4M8 4.8v.2'],
  menu: ['M2.5 4.5h11M2.5 8h11M2.5 11.5h11'],
  add: ['M8 3v10M3 8h10'],
  save: ['M8 2.5v8M4.8 7.4 8 10.6l3.2-3.2M3 13.5h10'],
  up: ['M8 13V3.2M4.2 7 8 3.2 11.8 7'],
  sort: ['M5 3v10M2.8 10.8 5 13l2.2-2.2M11 13V3M8.8 5.2 11 3l2.2 2.2'],
}

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const paths = PATHS[name].map((d) => (d.startsWith('f:') ? s('path', { class: 'f', d: d.slice(2) }) : s('path', { d })))
  return s('svg', { class: 'ico', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, paths)
}

/** The mark of the product: a probe's fan over a mass. */
export function brandMark() {
  return s('svg', { viewBox: '0 0 18 18', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.8, 'stroke-linecap': 'round', 'aria-hidden': 'true' },
    s('path', { d: 'M5.2 6.6a5.4 5.4 0 0 1 7.6 0M2.6 3.6a9 9 0 0 1 12.8 0' }),
    s('ellipse', { cx: 9, cy: 12.4, rx: 4, ry: 2.8 }))
}

/** How a voice is drawn: its hue, its dash and its shape in one swatch. @param {'mine'|'experts'|'ai'|'pathology'} voice */
export function swatch(voice) {
  const colour = `var(--voice-${voice})`
  const dash = { experts: '7 3.5', ai: '0.1 4.4' }[voice]
  const line = s('path', {
    d: 'M1 4h24', stroke: colour, 'stroke-width': voice === 'ai' ? 2.8 : 2.2, 'stroke-dasharray': dash,
    'stroke-linecap': voice === 'ai' ? 'round' : 'butt',
  })
  return s('svg', { class: 'k', viewBox: '0 0 26 8', 'aria-hidden': 'true' }, line, shapeOf(voice, 13, 4, 3, colour))
}

/** The voice's own shape: circle for me, square for experts, diamond for the AI. */
export function shapeOf(voice, x, y, r, fill) {
  if (voice === 'mine') return s('circle', { cx: x, cy: y, r, fill })
  if (voice === 'experts') return s('rect', { x: x - r, y: y - r, width: 2 * r, height: 2 * r, fill })
  if (voice === 'ai') return s('path', { d: `M${x} ${y - r - 1}l${r + 1} ${r + 1}-${r + 1} ${r + 1}-${r + 1}-${r + 1}z`, fill })
  return null
}

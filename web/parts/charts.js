// Charts through Chart.js from the server's own address: no animation, direct labels, and beside each a
// sentence of meaning, the same numbers as a table and as CSV. Arrow keys walk the points.

import { h } from './dom.js'
import { icon } from './icons.js'
import { table } from './forms.js'
import { say } from './shell.js'
import { number, t } from '../words.js'

let library = null

/** @returns {Promise<any>} Chart.js, loaded once */
function chartLibrary() {
  return (library ??= new Promise((resolve, reject) => {
    const script = h('script', { src: '/lib/chart.js' })
    script.onload = () => resolve(globalThis.Chart)
    script.onerror = () => reject(new Error('charts: /lib/chart.js could not be loaded; the tables hold the same numbers'))
    document.head.append(script)
  }))
}

export const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Intervals of points: `low` and `high` upright, `left` and `right` level, in the data set's colour. */
const intervals = {
  id: 'intervals',
  afterDatasetsDraw({ ctx, scales: { x, y }, data }) {
    ctx.save()
    for (const set of data.datasets) {
      ctx.strokeStyle = set.intervalColor ?? token('--text-quiet')
      ctx.lineWidth = set.intervalWidth ?? 1
      for (const p of set.data) drawInterval(ctx, x, y, p, set.isCapped !== false)
    }
    ctx.restore()
  },
}

function drawInterval(ctx, x, y, p, isCapped) {
  const at = x.getPixelForValue(p.x), height = y.getPixelForValue(p.y), cap = isCapped ? 4 : 0
  ctx.beginPath()
  if (p.low !== undefined) {
    const ends = [y.getPixelForValue(p.low), y.getPixelForValue(p.high)]
    ctx.moveTo(at, ends[0]); ctx.lineTo(at, ends[1])
    for (const end of ends) { ctx.moveTo(at - cap, end); ctx.lineTo(at + cap, end) }
  }
  if (p.left !== undefined) {
    const ends = [x.getPixelForValue(p.left), x.getPixelForValue(p.right)]
    ctx.moveTo(ends[0], height); ctx.lineTo(ends[1], height)
    for (const end of ends) { ctx.moveTo(end, height - cap); ctx.lineTo(end, height + cap) }
  }
  ctx.stroke()
}

/** Rectangles and rules under the data: `zones` {x0, x1, y0, y1, fill, label}, `rules` {x or y, label, dash}. */
const ground = ({ zones = [], rules = [] } = {}) => ({
  id: 'ground',
  beforeDatasetsDraw({ ctx, chartArea: area, scales: { x, y } }) {
    ctx.save()
    ctx.font = `12px ${getComputedStyle(document.body).fontFamily}`
    for (const zone of zones) drawZone(ctx, area, x, y, zone)
    for (const rule of rules) drawRule(ctx, area, x, y, rule)
    ctx.restore()
  },
})

function drawZone(ctx, area, x, y, { x0, x1, y0, y1, fill, label, corner = 'tl' }) {
  const left = x0 === undefined ? area.left : x.getPixelForValue(x0), right = x1 === undefined ? area.right : x.getPixelForValue(x1)
  const bottom = y0 === undefined ? area.bottom : y.getPixelForValue(y0), top = y1 === undefined ? area.top : y.getPixelForValue(y1)
  if (fill) { ctx.fillStyle = token(fill); ctx.fillRect(left, top, right - left, bottom - top) }
  if (!label) return
  ctx.fillStyle = token('--text-secondary')
  ctx.textAlign = corner.endsWith('r') ? 'right' : 'left'
  ctx.textBaseline = corner.startsWith('b') ? 'bottom' : 'top'
  ctx.fillText(label, corner.endsWith('r') ? right - 6 : left + 6, corner.startsWith('b') ? bottom - 6 : top + 6)
}

function drawRule(ctx, area, x, y, { x: at, y: height, label, dash = [], color = '--text-quiet', align = 'right' }) {
  ctx.strokeStyle = token(color)
  ctx.setLineDash(dash)
  ctx.beginPath()
  const place = at === undefined ? y.getPixelForValue(height) : x.getPixelForValue(at)
  if (at === undefined) { ctx.moveTo(area.left, place); ctx.lineTo(area.right, place) } else { ctx.moveTo(place, area.top); ctx.lineTo(place, area.bottom) }
  ctx.stroke()
  ctx.setLineDash([])
  if (!label) return
  ctx.fillStyle = token('--text-secondary')
  ctx.textBaseline = 'bottom'
  ctx.textAlign = align
  if (at === undefined) ctx.fillText(label, align === 'right' ? area.right - 4 : area.left + 4, place - 4)
  else { ctx.textAlign = 'right'; ctx.fillText(label, place - 6, area.bottom - 6) }
}

/** Words beside points that carry a `name`. */
const names = {
  id: 'names',
  afterDatasetsDraw({ ctx, chartArea: area, scales: { x, y }, data }) {
    ctx.save()
    ctx.font = `600 12px ${getComputedStyle(document.body).fontFamily}`
    ctx.fillStyle = token('--text')
    ctx.textBaseline = 'middle'
    for (const p of data.datasets.flatMap((d) => d.data)) {
      if (!p.name) continue
      const at = x.getPixelForValue(p.x), isLeft = at > area.right - 8 - ctx.measureText(p.name).width
      ctx.textAlign = isLeft ? 'right' : 'left'
      ctx.fillText(p.name, at + (isLeft ? -9 : 9), y.getPixelForValue(p.y))
    }
    ctx.restore()
  },
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{datasets: object[], x: object, y: object, ground?: object, type?: string, small?: boolean}} chart
 *   A point is {x, y, text?, low?, high?, left?, right?, name?}; points with `text` can be walked.
 */
async function draw(canvas, { datasets, x, y, ground: under, isBare = false }) {
  const Chart = await chartLibrary()
  if (!canvas.isConnected) return
  const grid = { color: token('--chart-grid') }, ticks = { color: token('--chart-axis'), font: { size: 12 }, maxRotation: 0 }
  const axis = ({ min, max, title, ...rest }) => ({
    type: 'linear', min, max, grid, display: !isBare, ticks: { ...ticks, ...rest },
    title: { display: Boolean(title) && !isBare, text: title, align: 'end', color: token('--chart-axis') },
  })
  const chart = new Chart(canvas, {
    type: 'line', data: { datasets }, plugins: [ground(under), intervals, names],
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, layout: { padding: isBare ? 4 : 0 },
      interaction: { mode: 'nearest', intersect: true },
      plugins: { legend: { display: false }, tooltip: { enabled: !isBare, filter: ({ raw }) => Boolean(raw.text), displayColors: false, callbacks: { title: () => '', label: ({ raw }) => raw.text } } },
      scales: { x: axis(x), y: axis(y) },
    },
  })
  if (!isBare) walk(canvas, chart)
  const gone = new MutationObserver(() => { if (!canvas.isConnected) { chart.destroy(); gone.disconnect() } })
  gone.observe(document.body, { childList: true, subtree: true })
}

/** Arrow keys go from point to point; each is shown and said. */
function walk(canvas, chart) {
  const stops = chart.data.datasets.flatMap((set, datasetIndex) => set.data.map((p, index) => ({ p, datasetIndex, index })))
    .filter(({ p }) => p.text).sort((a, b) => a.p.x - b.p.x || a.p.y - b.p.y)
  let at = -1
  const show = (active) => {
    chart.setActiveElements(active)
    chart.tooltip.setActiveElements(active, { x: 0, y: 0 })
    chart.update()
  }
  canvas.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (event.key === 'Escape') return show([])
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? stops.length - 1 : step && Math.min(stops.length - 1, Math.max(0, at + step))
    if (next === undefined || !stops[next]) return
    event.preventDefault()
    at = next
    show([{ datasetIndex: stops[at].datasetIndex, index: stops[at].index }])
    say(stops[at].p.text)
  })
  canvas.addEventListener('blur', () => show([]))
}

/**
 * A chart with its sentence, its legend, its table and its CSV.
 *
 * @param {object} chart  as `draw` takes it
 * @param {{sentence: string, legend?: Node[], heads: string[], rows: any[][], csv?: string, tall?: boolean}} words
 */
export function figure(chart, { sentence, legend, heads, rows, csv, cls = '' }) {
  const canvas = h('canvas', { role: 'img', tabindex: '0', 'aria-label': `${sentence} ${t('chart.keys')}` })
  draw(canvas, chart).catch((error) => console.error(error))
  return h('figure', { class: 'figure' }, h('div', { class: `chart-box ${cls}` }, canvas), legend && h('div', { class: 'legend' }, legend),
    h('figcaption', { class: 'small sec' }, sentence), twin(heads, rows, csv))
}

/** A small picture without axes; what it shows is said beside it. */
export function sparkline(chart) {
  const canvas = h('canvas', { 'aria-hidden': 'true' })
  draw(canvas, { ...chart, isBare: true }).catch((error) => console.error(error))
  return h('span', { class: 'spark' }, canvas)
}

/** The numbers behind a picture. */
export function twin(heads, rows, csv) {
  return h('div', { class: 'twin' }, h('details', {}, h('summary', {}, t('chart.table')), table(heads, rows)), csv && csvLink(csv))
}

export const csvLink = (href) => h('a', { class: 'small csv', href, download: '' }, icon('save'), t('chart.csv'))

/** What stands where a chart cannot be drawn yet. */
export const tooEarly = (title, text) => h('p', { class: 'too-early' }, h('b', {}, title), text && h('span', { class: 'caption' }, text))

/** A mark of the legend: a point, a band, a line or a dashed rule, in a token's colour. */
export const key = (kind, color, words) => h('span', {}, h('i', { class: `key ${kind}`, style: { '--key': `var(${color})` } }), words)

/** "87 (80–93)" of shares, in per cent. */
export const interval = (low, high) => `${number(low * 100)}–${number(high * 100)}`

/** Two edges with the space between them filled: spread into `datasets`. */
export function band(points, fill = '--chart-band') {
  const plain = { borderWidth: 0, pointRadius: 0, pointHitRadius: 0 }
  return [
    { ...plain, data: points.map((p) => ({ x: p.x, y: p.low * 100 })) },
    { ...plain, data: points.map((p) => ({ x: p.x, y: p.high * 100 })), fill: '-1', backgroundColor: token(fill) },
  ]
}

export const line = (points, { color = '--voice-mine', width = 2, dash } = {}) => ({
  data: points, borderColor: token(color), borderWidth: width, borderDash: dash, pointRadius: 0, pointHitRadius: 0,
})

export const percentAxis = (min, max, title) => ({ min, max, title, stepSize: 20, callback: (v) => `${v} %` })

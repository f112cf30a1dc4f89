// Charts through Chart.js from the server's own address. No animation, direct labels, a sentence of
// meaning and a table with the same numbers under each; a curve only from 20 cases on.

import { h } from './dom.js'
import { table } from './forms.js'
import { number, percent, t } from '../words.js'

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

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Vertical intervals: a point's `low` and `high` as a bar with caps. */
const intervals = {
  id: 'intervals',
  afterDatasetsDraw({ ctx, scales: { x, y }, data }) {
    ctx.save()
    ctx.strokeStyle = token('--text-quiet')
    for (const p of data.datasets.flatMap((d) => d.data)) {
      if (p.low === undefined) continue
      const at = x.getPixelForValue(p.x), low = y.getPixelForValue(p.low), high = y.getPixelForValue(p.high)
      ctx.beginPath()
      ctx.moveTo(at, low); ctx.lineTo(at, high)
      for (const end of [low, high]) { ctx.moveTo(at - 4, end); ctx.lineTo(at + 4, end) }
      ctx.stroke()
    }
    ctx.restore()
  },
}

async function draw(canvas, data, xTitle) {
  const Chart = await chartLibrary()
  if (!canvas.isConnected) return
  const grid = { color: token('--chart-grid') }, ticks = { color: token('--chart-axis'), font: { size: 12 } }
  const chart = new Chart(canvas, {
    type: 'line', data, plugins: [intervals],
    options: {
      animation: false, responsive: true, maintainAspectRatio: false,
      plugins: { legend: { display: false }, tooltip: { callbacks: { label: ({ raw }) => pointText(raw) } } },
      scales: {
        x: { type: 'linear', min: 0, grid, ticks: { ...ticks, precision: 0 }, title: { display: true, text: xTitle, align: 'end', color: token('--chart-axis') } },
        y: { min: 0, max: 100, grid, ticks: { ...ticks, stepSize: 20, callback: (v) => `${v} %` } },
      },
    },
  })
  const gone = new MutationObserver(() => { if (!canvas.isConnected) { chart.destroy(); gone.disconnect() } })
  gone.observe(document.body, { childList: true, subtree: true })
}

const pointText = (p) => (p.low === undefined ? `${number(p.y)} %` : `${number(p.y)} % (${number(p.low)}–${number(p.high)})`)

/** One skill: blocks of 20 with their intervals, or how many cases are still missing. */
export function skillChart(skill, { isSmall = false } = {}) {
  if (skill.blocks.length === 0) return tooEarly(skill)
  const points = skill.blocks.map((b) => ({ x: (b.from + b.to - 1) / 2 + 0.5, y: b.mean * 100, low: b.low * 100, high: b.high * 100 }))
  const canvas = h('canvas', { role: 'img', tabindex: '0', 'aria-label': skillSentence(skill) })
  const mine = token('--voice-mine')
  draw(canvas, { datasets: [{ data: points, borderColor: mine, backgroundColor: token('--surface-panel'), pointBorderColor: mine, pointBorderWidth: 2, pointRadius: 4.5, borderWidth: 1.5 }] }, t('chart.cases'))
    .catch((error) => console.error(error))
  return h('div', { class: 'stack-close' }, h('div', { class: `chart-box ${isSmall ? 'small-chart' : ''}` }, canvas), h('p', { class: 'small sec' }, skillSentence(skill)), !isSmall && blocksTable(skill))
}

function tooEarly(skill) {
  return h('p', { class: 'too-early' }, h('b', {}, t('progress.early', { n: skill.missing })), h('span', { class: 'caption' }, t('progress.have', { n: skill.count })))
}

function skillSentence({ skill, overall, count }) {
  return t('progress.sentence', { skill: t(`skill.${skill}`), mean: percent(overall.mean), low: number(overall.low * 100), high: number(overall.high * 100), n: count })
}

function blocksTable(skill) {
  const rows = skill.blocks.map((b) => [`${b.from}–${b.to}`, String(b.count), percent(b.mean), percent(b.low), percent(b.high)])
  return h('details', { class: 'twin' }, h('summary', {}, t('chart.table')), table([t('chart.block'), t('chart.count'), t('chart.share'), t('chart.low'), t('chart.high')], rows))
}

/** The cohort's curve: median between the 25–75 and 10–90 bands. */
export function cohortChart(curve) {
  if (curve.length === 0) return h('p', { class: 'too-early' }, h('b', {}, t('department.early')))
  const series = (key) => curve.map((b) => ({ x: (b.from + b.to - 1) / 2 + 0.5, y: b[key] * 100 }))
  const band = { borderWidth: 0, pointRadius: 0 }, tint = token('--chart-band')
  const datasets = [
    { data: series('p10'), ...band }, { data: series('p90'), ...band, fill: '-1', backgroundColor: tint },
    { data: series('p25'), ...band }, { data: series('p75'), ...band, fill: '-1', backgroundColor: tint },
    { data: series('p50'), borderColor: token('--voice-mine'), borderWidth: 2, pointRadius: 3, pointBackgroundColor: token('--voice-mine') },
  ]
  const last = curve.at(-1)
  const sentence = t('department.sentence', { median: percent(last.p50), low: number(last.p10 * 100), high: number(last.p90 * 100), from: last.from, to: last.to, n: last.trainees })
  const canvas = h('canvas', { role: 'img', tabindex: '0', 'aria-label': sentence })
  draw(canvas, { datasets }, t('chart.cases')).catch((error) => console.error(error))
  const rows = curve.map((b) => [`${b.from}–${b.to}`, ...['p10', 'p25', 'p50', 'p75', 'p90'].map((k) => percent(b[k])), String(b.trainees)])
  return h('div', { class: 'stack-close' }, h('div', { class: 'chart-box' }, canvas), h('p', { class: 'small sec' }, sentence),
    h('details', { class: 'twin' }, h('summary', {}, t('chart.table')), table([t('chart.block'), t('chart.p10'), t('chart.p25'), t('chart.p50'), t('chart.p75'), t('chart.p90'), t('chart.trainees')], rows)))
}

// The charts of one person's page: learning curve, competence, working with the AI.

import { h } from './dom.js'
import { band, figure, interval, key, line, percentAxis, sparkline, token, tooEarly } from './charts.js'
import { has, number, percent, t } from '../words.js'

const middle = (block) => (block.from + block.to) / 2

/** One skill: blocks of 20 with their bars, the fitted curve with its band, the target. */
export function skillChart(skill, target, { csv } = {}) {
  if (skill.blocks.length === 0) return tooEarly(t('progress.early', { n: skill.missing }), t('progress.have', { n: skill.count }))
  const points = skill.blocks.map((b) => ({ x: middle(b), y: b.mean * 100, low: b.low * 100, high: b.high * 100, text: `${b.from}–${b.to}: ${percent(b.mean)} (${interval(b.low, b.high)})` }))
  const today = skill.count, fitted = skill.fit?.points ?? []
  const curve = fitted.map((p) => ({ x: p.cases, y: p.value * 100 }))
  const mine = token('--voice-mine')
  const least = Math.min(40, ...points.map((p) => Math.floor(p.low / 20) * 20), ...fitted.map((p) => Math.floor((p.low * 100) / 20) * 20))
  const chart = {
    datasets: [
      { data: points, showLine: false, borderColor: mine, backgroundColor: token('--surface-panel'), pointBorderColor: mine, pointBorderWidth: 2, pointRadius: 4.5 },
      ...band(fitted.map((p) => ({ x: p.cases, low: p.low, high: p.high }))),
      line(curve.filter((p) => p.x <= today)), line(curve.slice(Math.max(0, curve.findIndex((p) => p.x > today) - 1)), { dash: [4, 4] }),
    ],
    x: { min: 0, max: Math.ceil((fitted.at(-1)?.cases ?? Math.max(40, today)) / 10) * 10, title: t('chart.cases'), precision: 0 }, y: percentAxis(Math.max(0, least), 100),
    ground: { zones: [{ y0: target * 100, fill: '--chart-target', label: t('chart.target', { value: percent(target) }), corner: 'tr' }], rules: today < (fitted.at(-1)?.cases ?? 0) ? [{ x: today, dash: [2, 3], label: t('chart.today') }] : [] },
  }
  return figure(chart, {
    sentence: [skillSentence(skill), skill.fit && adviceOf(skill)].filter(Boolean).join(' '), csv,
    legend: [key('dot', '--voice-mine', t('chart.blockBar')), fitted.length > 0 && key('band', '--voice-mine', t('chart.fitted')), key('zone', '--state-good', t('chart.targetKey'))],
    heads: [t('chart.block'), t('chart.count'), t('chart.share'), t('chart.low'), t('chart.high'), t('chart.fittedHere')],
    rows: skill.blocks.map((b) => [`${b.from}–${b.to}`, number(b.count), percent(b.mean), percent(b.low), percent(b.high), fittedAt(fitted, middle(b))]),
  })
}

function fittedAt(points, cases) {
  const after = points.find((p) => p.cases >= cases)
  return after ? percent(after.value) : '–'
}

export function skillSentence({ skill, overall, count }) {
  return t('progress.sentence', { skill: t(`skill.${skill}`), mean: percent(overall.value), low: number(overall.low * 100), high: number(overall.high * 100), n: count })
}

function adviceOf({ fit }) {
  const { needed } = fit
  if (fit.advice === 'goOn' && needed?.expected > 0) return needed.high ? t('advice.needed', { n: Math.ceil(needed.expected), low: Math.ceil(needed.low), high: Math.ceil(needed.high) }) : t('advice.neededAtLeast', { n: Math.ceil(needed.expected), low: Math.ceil(needed.low) })
  if (fit.advice === 'goOn' && needed && needed.expected === null) return t('advice.notAtThisPace')
  return has(`advice.${fit.advice}`) ? t(`advice.${fit.advice}`) : ''
}

/** The curve of one skill in miniature. */
export function skillSpark(skill, target) {
  const fitted = (skill.fit?.points ?? []).filter((p) => p.cases <= skill.count)
  const points = fitted.map((p) => ({ x: p.cases, y: p.value * 100 }))
  const end = points.at(-1)
  return sparkline({
    datasets: [...band(fitted.map((p) => ({ x: p.cases, low: p.low, high: p.high }))), line(points, { width: 1.6 }), end && { data: [end], pointRadius: 3.5, backgroundColor: token('--voice-mine'), pointBackgroundColor: token('--voice-mine'), borderWidth: 0 }].filter(Boolean),
    x: { min: 0, max: skill.count }, y: { min: 20, max: 100 }, ground: { zones: [{ y0: target * 100, fill: '--chart-target' }] },
  })
}

/** Evidence for competence over the unaided checks, with its limit and what that limit promises. */
export function competenceChart(path, rule, { csv } = {}) {
  if (path.points.length < rule.noJudgementBefore) return tooEarly(t('competence.early', { n: rule.noJudgementBefore - path.points.length }), t('competence.earlyMore'))
  const points = path.points.map((p) => ({ x: p.number, y: p.score, text: t('competence.point', { number: p.number, outcome: t(p.isFailure ? 'competence.failure' : 'competence.adequate'), score: number(p.score, 1) }), isFailure: p.isFailure }))
  const last = points.at(-1)
  const chart = {
    datasets: [
      { data: [{ x: 0, y: 0 }, ...points], borderColor: token('--text'), borderWidth: 1.5, pointRadius: (c) => (c.raw?.isFailure ? 4 : c.raw === last ? 4 : 0), pointStyle: (c) => (c.raw?.isFailure ? 'crossRot' : 'circle'), pointBorderColor: (c) => (c.raw?.isFailure ? token('--state-alert') : token('--text')), pointBorderWidth: 1.8, pointBackgroundColor: token('--text'), pointHitRadius: 6 },
    ],
    x: { min: 0, max: Math.max(rule.horizon, last.x), title: t('competence.checks'), precision: 0 }, y: { min: 0, max: Math.ceil(Math.max(rule.limit, ...points.map((p) => p.y)) + 0.5), stepSize: 1 },
    ground: { zones: [{ x0: 0, x1: rule.noJudgementBefore, fill: '--surface-control', label: t('competence.none') }], rules: [{ y: rule.limit, dash: [6, 4], color: '--state-good', label: t('competence.limit', { limit: number(rule.limit, 2) }) }] },
  }
  const promise = t('competence.promise', { bad: percent(rule.inadequate), good: percent(rule.adequate), horizon: rule.horizon, falseSignal: percent(rule.falseSignal), trueSignal: percent(rule.trueSignal), median: rule.medianCases ?? '–' })
  return figure(chart, {
    sentence: `${competenceSentence(path)} ${promise}`, csv, legend: [key('cross', '--state-alert', t('competence.failureKey'))],
    heads: [t('competence.check'), t('competence.outcome'), t('competence.score')],
    rows: path.points.map((p) => [number(p.number), t(p.isFailure ? 'competence.failure' : 'competence.adequate'), number(p.score, 2)]),
  })
}

export function competenceSentence(path) {
  if (path.isCompetent) return t('competence.declared', { n: path.declaredAt })
  if (path.relapsedAt) return t('competence.relapsed', { n: path.relapsedAt })
  return t('competence.notYet', { n: path.failures, cases: path.cases })
}

/** Taking good advice against holding out against wrong advice. */
export function reliancePlane(people, { min = 0, cls = 'square' } = {}) {
  const point = (p) => ({
    x: p.took.value * 100, y: p.held.value * 100, name: p.label, text: p.text,
    ...(p.isWhole ? { left: p.took.low * 100, right: p.took.high * 100, low: p.held.low * 100, high: p.held.high * 100 } : {}),
  })
  const mine = token('--voice-mine')
  return {
    chart: {
      datasets: [{ data: people.map(point), clip: 8, showLine: false, pointRadius: 5, pointBackgroundColor: mine, borderColor: mine, intervalColor: mine, intervalWidth: 2, isCapped: false }],
      x: { ...percentAxis(min, 100, t('reliance.took')), stepSize: 25 }, y: { ...percentAxis(min, 100), stepSize: 25 },
      ground: { zones: [{ x0: 70, y0: 70, fill: '--chart-target' }, { label: t('reliance.ignores'), corner: 'tl' }, { label: t('reliance.weighs'), corner: 'tr' }, { label: t('reliance.follows'), corner: 'br' }] },
    },
    cls,
  }
}

export function relianceFigure(reliance, { csv } = {}) {
  const { tookGoodAdvice: took, heldAgainstWrong: held } = reliance
  if (reliance.cases === 0) return tooEarly(t('reliance.none'), t('reliance.noneMore'))
  if (reliance.wrongAdvice < reliance.neededWrongAdvice) return tooEarly(t('reliance.early', { n: reliance.wrongAdvice, needed: reliance.neededWrongAdvice }), t('reliance.earlyMore'))
  const counts = reliance.cells.map((c) => [t(`reliance.cell.${Number(c.unaidedRight)}${Number(c.aiRight)}${Number(c.finalRight)}`), number(c.count)])
  const errors = reliance.errors.map((e) => [t(`reliance.error.${e.kind}`), t('reliance.gaveUp', { n: e.gaveUp, of: e.wasRight })])
  const words = { sentence: relianceSentence(took, held), heads: [t('reliance.situation'), t('chart.count')], rows: [...counts, ...errors], csv }
  if (!took || !held) return tooEarly(t('reliance.partly'), reliance.tookGoodAdviceReason ?? reliance.heldAgainstWrongReason)
  const { chart, cls } = reliancePlane([{ took, held, isWhole: true, text: words.sentence }])
  return h('div', { class: 'stack' }, h('p', { class: 'caption' }, t('reliance.held')), figure(chart, { ...words, cls }),
    h('div', { class: 'figs two' }, share(took, t('reliance.tookMore')), share(held, t('reliance.heldMore'))))
}

const share = (v, words) => h('div', { class: 'fig' }, h('b', {}, t('reliance.of', { n: Math.round(v.value * v.count), of: v.count })), h('span', {}, `${words}: ${percent(v.value)} (${interval(v.low, v.high)})`))

function relianceSentence(took, held) {
  if (!took || !held) return t('reliance.partly')
  const letsGo = held.high < 0.7, ignores = took.high < 0.5
  return t(letsGo ? 'reliance.letsGo' : ignores ? 'reliance.ignoresIt' : 'reliance.noClear')
}

// The charts over many people or many cases: cohort curve, funnel, items.

import { band, figure, key, line, percentAxis, token, tooEarly } from './charts.js'
import { number, percent, t } from '../words.js'

/** The cohort's blocks as bands, its model's median, and one person on request. */
export function cohortChart({ curve, model, target }, person, csv) {
  if (curve.length === 0) return tooEarly(t('department.early'), t('department.earlyMore'))
  const at = (b) => (b.from + b.to) / 2
  const edges = (low, high) => curve.map((b) => ({ x: at(b), low: b[low], high: b[high] }))
  const median = curve.map((b) => ({ x: at(b), y: b.p50 * 100, text: sentenceOf(b) }))
  const one = (person?.blocks ?? []).map((b) => ({ x: at(b), y: b.mean * 100, text: `${person.displayName}, ${b.from}–${b.to}: ${percent(b.mean)}` }))
  if (one.length) one.at(-1).name = person.displayName
  const chart = {
    datasets: [
      ...band(edges('p10', 'p90')), ...band(edges('p25', 'p75')),
      { ...line(median), pointRadius: 3, pointHitRadius: 8, pointBackgroundColor: token('--voice-mine') },
      model && line(model.map((m) => ({ x: m.cases, y: m.p50 * 100 })), { color: '--text-secondary', width: 1.2, dash: [2, 3] }),
      one.length > 0 && { ...line(one, { color: '--state-alert', width: 1.8, dash: [5, 3] }), pointRadius: 3, pointStyle: 'triangle', pointBackgroundColor: token('--state-alert'), pointHitRadius: 8 },
    ].filter(Boolean),
    x: { min: 0, max: Math.max(curve.at(-1).to + 10, 40), title: t('chart.cases'), precision: 0 }, y: percentAxis(20, 100),
    ground: { zones: [{ y0: target * 100, fill: '--chart-target', label: t('chart.target', { value: percent(target) }), corner: 'tr' }] },
  }
  return figure(chart, {
    sentence: sentenceOf(curve.at(-1)), csv,
    legend: [key('line', '--voice-mine', t('chart.median')), key('band', '--voice-mine', t('department.bands')), model && key('rule', '--text-secondary', t('department.model'))],
    heads: [t('chart.block'), t('chart.p10'), t('chart.p25'), t('chart.p50'), t('chart.p75'), t('chart.p90'), t('chart.trainees')],
    rows: curve.map((b) => [`${b.from}–${b.to}`, ...['p10', 'p25', 'p50', 'p75', 'p90'].map((k) => percent(b[k])), String(b.trainees)]),
  })
}

const sentenceOf = (b) => t('department.sentence', { median: percent(b.p50), low: number(b.p10 * 100), high: number(b.p90 * 100), from: b.from, to: b.to, n: b.trainees })

const OUTSIDE = ['below', 'farBelow', 'above', 'farAbove']

/** Each person's share around the cohort's; only who lies outside the 95 % limits has a name. */
export function funnelChart(funnel, nameOf, leastAnswers, csv) {
  if (funnel.centre === null) return tooEarly(t('funnel.none'))
  const points = funnel.points.filter((p) => p.answers > 0).map((p) => ({ ...p, share: p.successes / p.answers }))
  const place = (p) => ({ x: p.answers, y: p.share * 100, text: `${nameOf(p.account)}: ${t('funnel.of', { n: number(p.successes), of: p.answers })}, ${t(`place.${p.place}`)}` })
  const within = points.filter((p) => !OUTSIDE.includes(p.place)), outside = points.filter((p) => OUTSIDE.includes(p.place))
  const early = points.filter((p) => p.place === 'tooFewAnswers')
  const limit = (name, dash) => ({ ...line(funnel.limits.map((l) => ({ x: l.answers, y: l[name] * 100 })), { color: '--chart-axis', width: 1.2, dash }), stepped: false })
  const chart = {
    datasets: [
      { data: within.map(place), showLine: false, pointRadius: 4.5, pointBackgroundColor: (c) => (early.includes(within[c.dataIndex]) ? token('--surface-panel') : token('--voice-mine')), pointBorderColor: token('--voice-mine'), pointBorderWidth: 1.6 },
      { data: outside.map((p) => ({ ...place(p), name: nameOf(p.account) })), showLine: false, pointStyle: 'triangle', pointRadius: 6, pointBackgroundColor: token('--state-alert'), pointBorderColor: token('--state-alert') },
      limit('low95', [5, 4]), limit('high95', [5, 4]), limit('low998'), limit('high998'),
    ],
    x: { min: 0, title: t(`funnel.x.${funnel.share}`), precision: 0 }, y: percentAxis(Math.max(0, Math.floor(Math.min(40, ...points.map((p) => p.share * 100 - 5)) / 20) * 20), 100),
    ground: { rules: [{ y: funnel.centre * 100, label: percent(funnel.centre), color: '--text-secondary', align: 'left' }] },
  }
  return figure(chart, {
    sentence: outside.length ? t('funnel.outside', { n: outside.length, names: outside.map((p) => nameOf(p.account)).join(t('comma')) }) : t('funnel.nobody'), csv,
    legend: [key('dot full', '--voice-mine', t('funnel.within')), key('dot', '--voice-mine', t('funnel.early', { n: leastAnswers })), key('triangle', '--state-alert', t('funnel.outsideKey')), key('rule', '--chart-axis', '95 %'), key('line', '--chart-axis', '99.8 %')],
    heads: [t('department.trainee'), t('chart.count'), t('chart.share'), t('funnel.place')],
    rows: points.map((p) => [nameOf(p.account), t('funnel.of', { n: number(p.successes), of: p.answers }), percent(p.share), t(`place.${p.place}`)]),
  })
}

/** How hard a case is against how well it tells trainees apart. */
export function itemChart(items, rows, heads, csv) {
  const told = items.filter((i) => i.difficulty && i.discrimination)
  if (told.length === 0) return tooEarly(t('items.early'), t('items.earlyMore'))
  const isOdd = (i) => i.discrimination.high < 0.1
  const point = (i) => ({ x: i.difficulty.value, y: i.discrimination.value, text: `${i.title ?? i.id}: ${t('items.point', { difficulty: number(i.difficulty.value, 1), discrimination: number(i.discrimination.value, 2), n: i.passed?.count ?? 0 })}` })
  const reach = Math.max(2, ...told.map((i) => Math.ceil(Math.abs(i.difficulty.value))))
  const chart = {
    datasets: [
      { data: told.filter((i) => !isOdd(i)).map(point), showLine: false, pointRadius: 4, pointBackgroundColor: token('--voice-mine'), borderColor: token('--voice-mine') },
      { data: told.filter(isOdd).map((i) => point(i)), showLine: false, pointRadius: 6, pointStyle: 'triangle', pointBackgroundColor: token('--state-alert'), borderColor: token('--state-alert') },
    ],
    x: { min: -reach, max: reach, title: t('items.difficultyAxis') }, y: { min: -1, max: 1, stepSize: 0.5 },
    ground: { rules: [{ y: 0, color: '--chart-axis' }] },
  }
  const odd = told.filter(isOdd)
  return figure(chart, { sentence: odd.length ? t('items.odd', { n: odd.length, names: odd.slice(0, 4).map((i) => i.title ?? i.id).join(t('comma')) + (odd.length > 4 ? ' …' : '') }) : t('items.sound', { n: told.length }), heads, rows, csv, legend: [key('dot full', '--voice-mine', t('items.key')), key('triangle', '--state-alert', t('items.oddKey'))] })
}

// How cases behave: how hard, how well they tell trainees apart, what was answered. For instructors.

import { api } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { notice } from '../parts/shell.js'
import { csvLink, interval } from '../parts/charts.js'
import { itemChart } from '../parts/cohort-charts.js'
import { table } from '../parts/forms.js'
import { familyName } from './progress.js'
import { number, percent, t } from '../words.js'

const SKILLS = ['find', 'categorise', 'manage', 'describe', 'place', 'measure', 'keyPlane', 'calibrate']
/** Rows shown at first; the rest on request. */
const FIRST = 25
const ORDERS = {
  difficulty: (a, b) => (b.difficulty?.value ?? -99) - (a.difficulty?.value ?? -99),
  discrimination: (a, b) => (a.discrimination?.value ?? 99) - (b.discrimination?.value ?? 99),
  count: (a, b) => (b.passed?.count ?? 0) - (a.passed?.count ?? 0),
  seconds: (a, b) => b.medianSeconds - a.medianSeconds,
}

export async function items(main, { cohort: asked, skill: wanted }, app) {
  const cohort = asked === 'all' ? undefined : asked, skill = wanted ?? 'find'
  const [found, { cohorts }] = await Promise.all([api.items({ cohort, skill }), api.cohorts()])
  const csv = api.itemsAddress({ cohort, skill })
  const pick = (label, options, value, address) => h('select', { 'aria-label': label, onchange: (e) => app.go(address(e.target.value)) }, options.map(([v, words]) => h('option', { value: v, selected: v === value }, words)))
  fill(main,
    h('div', { class: 'page-head' }, h('div', {}, h('p', { class: 'sec' }, h('a', { href: '#/cases' }, t('nav.cases'))), h('h1', {}, t('items.title')), h('p', { class: 'sec' }, t('items.head', { n: found.items.length, answers: t('department.answers', { n: found.answers }) }))),
      h('div', { class: 'row wrap' },
        pick(t('department.skill'), SKILLS.map((s) => [s, t(`skill.${s}`)]), skill, (s) => `#/items/${cohort ?? 'all'}/${s}`),
        pick(t('department.cohort'), [['all', t('items.everybody')], ...cohorts.map((c) => [String(c.id), c.name])], cohort ?? 'all', (c) => `#/items/${c}/${skill}`))),
    found.items.length === 0 ? notice('about', t('items.none'), t('items.noneMore')) : [chartCard(found, csv), tableCard(found, csv)])
}

function chartCard({ items: list, skill }, csv) {
  const heads = [t('cases.case'), t('items.difficulty'), t('items.discrimination'), t('chart.count')]
  const rows = list.map((i) => [i.title ?? i.id, estimate(i.difficulty, 1), estimate(i.discrimination, 2), number(i.passed?.count ?? 0)])
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('items.map', { skill: t(`skill.${skill}`) })), h('span', { class: 'caption' }, t('items.mapMore'))), itemChart(list, rows, heads, csv))
}

const estimate = (v, digits) => (v ? `${number(v.value, digits)} (${number(v.low, digits)} ${t('decide.to')} ${number(v.high, digits)})` : '–')

function tableCard({ items: list, leastAnswers }, csv) {
  const place = h('div')
  const all = h('button', { class: 'btn-outline', onclick: () => { shown = list.length; show(current) } })
  let shown = FIRST, current = 'difficulty'
  const show = (order) => {
    current = order
    const heads = [t('cases.case'), t('cases.truth'), sort('count', t('chart.count'), order), t('items.passed'), sort('difficulty', t('items.difficulty'), order), sort('discrimination', t('items.discrimination'), order), sort('seconds', t('items.seconds'), order), t('items.answers')]
    const labels = [t('cases.case'), t('cases.truth'), t('chart.count'), t('items.passed'), t('items.difficulty'), t('items.discrimination'), t('items.seconds'), t('items.answers')]
    fill(place, table(heads, [...list].sort(ORDERS[order]).slice(0, shown).map(row), { cls: 'cards items', labels }), shown < list.length && fill(all, t('items.all', { n: list.length })))
  }
  const sort = (name, words, order) => h('button', { class: 'btn-ghost sort', 'aria-pressed': String(name === order), onclick: () => show(name) }, words)
  const row = (i) => [
    i.title ? h('a', { href: `#/case/${i.id}` }, i.title) : i.id, [i.isMalignant === null ? '–' : t(i.isMalignant ? 'outcome.malignant' : 'items.notMalignant'), i.family && h('div', { class: 'quiet' }, familyName(i.family))], number(i.passed?.count ?? 0),
    i.passed ? `${percent(i.passed.value)} (${interval(i.passed.low, i.passed.high)})` : '–', estimate(i.difficulty, 1),
    i.discrimination ? estimate(i.discrimination, 2) : h('span', { class: 'quiet' }, t('items.tooFew', { n: leastAnswers })), `${number(i.medianSeconds)} s`, answersBar(i.answers),
  ]
  show('difficulty')
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('items.table')), csvLink(csv)), place, h('p', { class: 'caption' }, t('items.rule')))
}

/** Categories as given, each with its share, most frequent first. */
function answersBar(answers) {
  return h('span', { class: 'answers' }, answers.slice(0, 5).map((a) => h('span', { title: `${a.count} · ${interval(a.low, a.high)}` }, h('b', {}, a.word), ` ${percent(a.share)}`)))
}

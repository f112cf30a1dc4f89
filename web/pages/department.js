// A cohort seen from above: its curve, who stands where in which skill, and the export.

import { api } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { notice } from '../parts/shell.js'
import { cohortChart } from '../parts/charts.js'
import { table } from '../parts/forms.js'
import { day, number, percent, t } from '../words.js'

/** Fewer counted cases than this are too early for a number. */
const LEAST = 20

export async function department(main, { id }, app) {
  const { cohorts } = await api.departmentCohorts()
  if (cohorts.length === 0) return void fill(main, notice('about', t('cohorts.none'), t('department.none')))
  const chosen = String(id ?? cohorts[0].id)
  const { cohort, trainees, curve, skillNames } = await api.departmentCohort(chosen)
  const answers = cohorts.find((c) => String(c.id) === chosen)?.answers ?? 0
  const choice = h('select', { 'aria-label': t('department.cohort'), onchange: (e) => app.go(`#/department/${e.target.value}`) }, cohorts.map((c) => h('option', { value: c.id, selected: String(c.id) === chosen }, c.name)))
  fill(main,
    h('div', { class: 'page-head' }, h('div', {}, h('h1', {}, cohort.name), h('p', { class: 'sec' }, t('department.head', { trainees: t('department.trainees', { n: trainees.length }), answers: t('department.answers', { n: answers }) }))),
      h('div', { class: 'row wrap' }, cohorts.length > 1 && choice, h('a', { class: 'btn btn-primary', id: 'export', href: api.exportAddress(chosen), download: `${chosen}.csv` }, t('department.export')))),
    h('div', { class: 'dep' },
      h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('department.curve')), h('span', { class: 'caption' }, t('department.bands'))), h('p', { class: 'caption' }, t('skill.find')), cohortChart(curve)),
      h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('department.skills')), heatLegend()), heatMap(trainees, skillNames)),
      h('section', { class: 'card span' }, h('header', {}, h('h2', {}, t('decide')), h('span', { class: 'caption' }, t('decide.against'))), detectionTable(trainees))))
}

const STEPS = [40, 52, 64, 76, 88]
const step = (value) => STEPS.filter((s) => value * 100 >= s).length

function heatLegend() {
  return h('span', { class: 'caption row heat-legend' }, '40', [0, 1, 2, 3, 4, 5].map((i) => h('i', { class: `heat-${i}` })), '100', h('i', { class: 'na' }), t('department.tooEarly'))
}

/** A number in every cell; hatched where it is too early. */
function heatMap(trainees, names) {
  const head = h('tr', {}, h('th'), names.map((n) => h('th', { scope: 'col' }, t(`skill.${n}.short`))))
  return h('div', { class: 'scroll-x' }, h('table', { class: 'heat' }, h('thead', {}, head), h('tbody', {}, trainees.map((trainee) =>
    h('tr', {}, h('th', { scope: 'row' }, h('a', { href: `#/progress/${trainee.account}` }, trainee.displayName)), names.map((n) => heatCell(trainee.skills[n], trainee.counts[n] ?? 0)))))))
}

function heatCell(skill, count) {
  if (!skill || skill.count < LEAST) return h('td', {}, h('span', { class: 'na', title: t('department.have', { n: count }) }, '–'))
  const note = `${number(skill.low * 100)}–${number(skill.high * 100)} · ${t('department.have', { n: skill.count })}`
  return h('td', {}, h('span', { class: `heat-${step(skill.value)}`, title: note }, number(skill.value * 100)))
}

function detectionTable(trainees) {
  const between = (v) => (v ? `${percent(v.value)} (${number(v.low * 100)}–${number(v.high * 100)})` : '–')
  const figure = (v) => (v ? `${number(v.value, 2)} (${number(v.low, 2)}–${number(v.high, 2)})` : null)
  return table([t('department.trainee'), t('progress.cases'), t('department.last'), t('decide.sensitivity'), t('decide.specificity'), t('decide.dPrimeShort'), t('decide.criterionShort'), t('decide.auc')], trainees.map(({ displayName, account, cases, lastAnswerAt, detection: d }) => [
    h('a', { href: `#/progress/${account}` }, displayName), String(cases), lastAnswerAt ? day(lastAnswerAt) : '–', between(d?.sensitivity), between(d?.specificity), figure(d?.dPrime) ?? '–', figure(d?.criterion) ?? '–',
    figure(d?.auc) ?? h('span', { class: 'quiet', title: d?.aucReason }, '–'),
  ]), { cls: 'cards' })
}

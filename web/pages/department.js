// A cohort seen from above: the group's figures, its curve, who differs by more than chance, who needs a
// look, who is competent and with what error rates, and the exports.

import { api } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { icon } from '../parts/icons.js'
import { notice } from '../parts/shell.js'
import { csvLink, figure, interval } from '../parts/charts.js'
import { cohortChart, funnelChart } from '../parts/cohort-charts.js'
import { reliancePlane } from '../parts/person-charts.js'
import { table } from '../parts/forms.js'
import { day, has, number, percent, t } from '../words.js'

/** Fewer counted cases than this are too early for a number. */
const LEAST = 20
const CRITICAL = ['find', 'categorise', 'manage']

export async function department(main, { id }, app) {
  const { cohorts } = await api.departmentCohorts()
  if (cohorts.length === 0) return void fill(main, notice('about', t('cohorts.none'), t('department.none')))
  const chosen = String(id ?? cohorts[0].id)
  const shown = await api.departmentCohort(chosen)
  const answers = cohorts.find((c) => String(c.id) === chosen)?.answers ?? 0
  const choice = h('select', { 'aria-label': t('department.cohort'), onchange: (e) => app.go(`#/department/${e.target.value}`) }, cohorts.map((c) => h('option', { value: c.id, selected: String(c.id) === chosen }, c.name)))
  const csv = (name) => api.cohortTable(chosen, name)
  const nameOf = (account) => shown.trainees.find((p) => p.account === account)?.displayName ?? '–'
  fill(main,
    h('div', { class: 'page-head' }, h('div', {}, h('h1', {}, shown.cohort.name), h('p', { class: 'sec' }, t('department.head', { trainees: t('department.trainees', { n: shown.trainees.length }), answers: t('department.answers', { n: answers }) }))),
      h('div', { class: 'row wrap' }, cohorts.length > 1 && choice, h('a', { class: 'btn btn-outline', href: '#research' , onclick: (e) => { e.preventDefault(); document.getElementById('research').scrollIntoView() } }, t('research.title')),
        h('a', { class: 'btn btn-primary', id: 'export', href: api.exportAddress(chosen), download: `${chosen}.csv` }, t('department.export')))),
    figuresCard(shown),
    h('div', { class: 'dep' },
      h('div', { class: 'col' }, curveCard(shown, chosen), attentionCard(shown, nameOf, csv('attention')), competenceCard(shown, csv('competence'))),
      h('div', { class: 'col' }, funnelCard(shown, nameOf, csv('funnel')), skillsCard(shown, csv('skills')), relianceCard(shown, csv('reliance'))),
      h('section', { class: 'card span' }, h('header', {}, h('h2', {}, t('decide')), h('span', { class: 'caption' }, t('decide.against'))), detectionTable(shown.trainees), csvLink(csv('trainees'))),
      researchCard(chosen)))
}

/** Seven figures, each as the middle of the trainees who have it. */
function figuresCard({ figures: f, trainees, chartRule }) {
  const spread = (name, v, show) => h('div', { class: 'fig' }, h('span', {}, name), h('b', {}, v ? show(v.p50) : '–'), h('span', {}, v ? t('department.spread', { low: show(v.p10), high: show(v.p90), n: v.trainees }) : t('department.few')))
  const plain = (digits) => (v) => number(v, digits)
  return h('section', { class: 'card' }, h('div', { class: 'figs seven' },
    spread(t('decide.sensitivity'), f.sensitivity, percent), spread(t('decide.specificity'), f.specificity, percent), spread(t('decide.dPrimeShort'), f.dPrime, plain(2)),
    spread(t('department.criterion'), f.criterion, plain(2)), spread(t('decide.auc'), f.auc, plain(2)),
    h('div', { class: 'fig' }, h('span', {}, t('department.declared')), h('b', {}, t('reliance.of', { n: f.competent, of: f.judged })), h('span', {}, t('department.declaredMore', { risk: percent(chartRule.falseSignal), n: trainees.length }))),
    spread(t('department.heldWrong'), f.heldAgainstWrong, percent)), h('p', { class: 'caption' }, t('department.middle')))
}

/** The cohort's curve of one skill; both the skill and one person are chosen here. */
function curveCard(first, cohort) {
  const card = h('section', { class: 'card' })
  const pick = (label, options, value, onpick) => h('select', { 'aria-label': label, onchange: (e) => onpick(e.target.value) }, options.map(([v, words]) => h('option', { value: v, selected: String(v) === String(value) }, words)))
  const show = (shown, person) => {
    const people = [['', t('department.nobody')], ...shown.trainees.filter((p) => p.blocks.length > 0).map((p) => [p.account, p.displayName])]
    fill(card, h('header', {}, h('h2', {}, t('department.curve')), h('div', { class: 'row wrap' },
      pick(t('department.skill'), shown.skillNames.map((s) => [s, t(`skill.${s}`)]), shown.skill, async (skill) => show(await api.departmentCohort(cohort, skill), '')),
      pick(t('department.line'), people, person, (account) => show(shown, account)))),
      cohortChart(shown, shown.trainees.find((p) => String(p.account) === person), api.cohortTable(cohort, 'curve', shown.skill)))
  }
  show(first, '')
  return card
}

function funnelCard({ funnels, leastAnswers }, nameOf, csv) {
  const card = h('section', { class: 'card' })
  const show = (share, takesFocus) => {
    const funnel = funnels.find((f) => f.share === share)
    const tabs = h('div', { class: 'tabs' }, funnels.map((f) => h('button', { class: 'btn-ghost small-button', 'aria-pressed': String(f.share === share), onclick: () => show(f.share, true) }, t(`decide.${f.share}`))))
    fill(card, h('header', {}, h('h2', {}, funnel.centre === null ? t('funnel.title') : t('funnel.differs', { share: percent(funnel.centre) })), tabs), h('p', { class: 'caption' }, t('funnel.exact')), funnelChart(funnel, nameOf, leastAnswers, csv))
    if (takesFocus) tabs.querySelector('[aria-pressed=true]').focus()
  }
  show('sensitivity')
  return card
}

function attentionCard({ attention, trainees, leastAnswers, skill }, nameOf, csv) {
  const ground = (g) => (has(`ground.${g.kind}`) ? t(`ground.${g.kind}`) : g.sentence)
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('attention.title')), h('span', { class: 'caption' }, t('reliance.of', { n: attention.length, of: trainees.length }))),
    attention.length === 0 ? h('p', { class: 'sec small' }, t('attention.none')) : table([t('department.trainee'), t('attention.why'), t('attention.evidence'), t('attention.next')], attention.map((a) => [
      h('a', { href: `#/progress/${a.account}` }, nameOf(a.account)), a.grounds.map((g) => h('div', {}, ground(g))), a.grounds.map((g) => h('div', { class: 'sec', lang: 'en' }, g.sentence)), h('div', {}, t(`attention.do.${a.grounds[0].kind}`)),
    ]), { cls: 'cards' }), h('p', { class: 'caption' }, t('attention.rule', { n: leastAnswers, skill: t(`skill.${skill}`) })), attention.length > 0 && csvLink(csv))
}

const STEPS = [40, 52, 64, 76, 88]
const step = (value) => STEPS.filter((s) => value * 100 >= s).length

function heatLegend() {
  return h('span', { class: 'caption row heat-legend' }, '40', [0, 1, 2, 3, 4, 5].map((i) => h('i', { class: `heat-${i}` })), '100', h('i', { class: 'na' }), t('department.tooEarly'))
}

/** A number in every cell; hatched where it is too early. */
function skillsCard({ trainees, skillNames }, csv) {
  const names = skillNames.filter((n) => trainees.some((p) => (p.counts[n] ?? 0) > 0))
  const head = h('tr', {}, h('th', {}, h('span', { class: 'vh' }, t('department.trainee'))), names.map((n) => h('th', { scope: 'col' }, t(`skill.${n}.short`))))
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('department.skills')), heatLegend()),
    h('div', { class: 'scroll-x', tabindex: '0', role: 'region', 'aria-label': t('department.skills') }, h('table', { class: 'heat' }, h('thead', {}, head), h('tbody', {}, trainees.map((trainee) =>
      h('tr', {}, h('th', { scope: 'row' }, h('a', { href: `#/progress/${trainee.account}` }, trainee.displayName)), names.map((n) => heatCell(trainee.expected[n], trainee.counts[n] ?? 0))))))),
    h('p', { class: 'caption' }, t('department.heat')), csvLink(csv))
}

function heatCell(skill, count) {
  if (!skill || count < LEAST) return h('td', {}, h('span', { class: 'na', title: t('department.have', { n: count }) }, '–'))
  const note = `${interval(skill.low, skill.high)} · ${t('department.have', { n: count })}`
  return h('td', {}, h('span', { class: `heat-${step(skill.value)}`, title: note }, number(skill.value * 100)))
}

/** Who is competent, and how sure the chart's word is. */
function competenceCard({ trainees, chartRule: rule }, csv) {
  const cell = (c) => {
    if (c.cases < LEAST) return h('span', { class: 'quiet' }, t('competence.early', { n: LEAST - c.cases }))
    if (c.isCompetent) return h('span', { class: 'row status good' }, icon('check'), t('competence.at', { n: c.declaredAt }))
    return h('span', { class: 'row status' }, icon(c.relapsedAt ? 'alert' : 'about'), t(c.relapsedAt ? 'competence.lost' : 'competence.open', { n: c.failures, of: c.cases }))
  }
  const rows = trainees.map((p) => [h('a', { href: `#/progress/${p.account}` }, p.displayName), ...CRITICAL.map((skill) => cell(p.competence.find((c) => c.skill === skill))), t('reliance.of', { n: p.certification.conditions.filter((c) => c.isMet).length, of: p.certification.conditions.length })])
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('department.competent'))), table([t('department.trainee'), ...CRITICAL.map((s) => t(`skill.${s}.short`)), t('rule.short')], rows, { cls: 'cards' }),
    h('p', { class: 'small sec' }, t('competence.promise', { bad: percent(rule.inadequate), good: percent(rule.adequate), horizon: rule.horizon, falseSignal: percent(rule.falseSignal), trueSignal: percent(rule.trueSignal), median: rule.medianCases ?? '–' })), csvLink(csv))
}

function relianceCard({ trainees }, csv) {
  const told = trainees.filter((p) => p.reliance.tookGoodAdvice && p.reliance.heldAgainstWrong)
  const people = told.map((p) => {
    const { tookGoodAdvice: took, heldAgainstWrong: held } = p.reliance
    const isOutside = held.high < 0.5
    return { took, held, isWhole: isOutside, label: isOutside ? p.displayName : undefined, text: t('reliance.person', { name: p.displayName, took: t('reliance.of', { n: Math.round(took.value * took.count), of: took.count }), held: t('reliance.of', { n: Math.round(held.value * held.count), of: held.count }) }) }
  })
  const shareOf = (v) => (v ? `${percent(v.value)} (${interval(v.low, v.high)}), ${t('reliance.of', { n: Math.round(v.value * v.count), of: v.count })}` : '–')
  const rows = trainees.map((p) => [p.displayName, shareOf(p.reliance.tookGoodAdvice), shareOf(p.reliance.heldAgainstWrong), number(p.reliance.wrongAdvice)])
  const heads = [t('department.trainee'), t('reliance.took'), t('reliance.held'), t('reliance.wrong')]
  const { chart, cls } = reliancePlane(people, { cls: '' })
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('reliance.title')), h('span', { class: 'caption' }, t('reliance.enough', { n: told.length }))), h('p', { class: 'caption' }, t('reliance.held')),
    figure(chart, { sentence: told.length ? t('reliance.cohort', { n: people.filter((p) => p.label).length }) : t('reliance.nobody'), heads, rows, csv, cls }))
}

function detectionTable(trainees) {
  const between = (v, n) => (v ? `${percent(v.value)} (${interval(v.low, v.high)}), ${t('decide.of', { n })}` : '–')
  const figureOf = (v) => (v ? `${number(v.value, 2)}${v.low === null ? '' : ` (${number(v.low, 2)} ${t('decide.to')} ${number(v.high, 2)})`}` : null)
  return table([t('department.trainee'), t('progress.cases'), t('department.last'), t('decide.sensitivity'), t('decide.specificity'), t('decide.dPrimeShort'), t('decide.criterionShort'), t('decide.auc')], trainees.map(({ displayName, account, cases, lastAnswerAt, detection: d }) => [
    h('a', { href: `#/progress/${account}` }, displayName), String(cases), lastAnswerAt ? day(lastAnswerAt) : '–', between(d.sensitivity, d.malignant), between(d.specificity, d.notMalignant), figureOf(d.dPrime) ?? '–', figureOf(d.criterion) ?? '–',
    figureOf(d.auc) ?? h('span', { class: 'quiet', title: t('decide.aucHidden', { malignant: d.malignant, other: d.notMalignant }) }, '–'),
  ]), { cls: 'cards' })
}

/** Files that other programs read, with what their columns mean. */
function researchCard(cohort) {
  const file = (name) => h('a', { class: 'small csv', href: api.researchAddress(cohort, name), download: '' }, icon('save'), name)
  return h('section', { class: 'card span', id: 'research' }, h('header', {}, h('h2', {}, t('research.title')), h('span', { class: 'caption' }, t('research.more'))),
    h('div', { class: 'g3' },
      h('div', { class: 'stack-close' }, h('h3', {}, 'iMRMC'), h('p', { class: 'small sec' }, t('research.imrmc')), file('ratings.imrmc'), file('ratings-keys.csv')),
      h('div', { class: 'stack-close' }, h('h3', {}, 'RJafroc'), h('p', { class: 'small sec' }, t('research.rjafroc')), file('marks.xlsx'), file('marks-keys.csv')),
      h('div', { class: 'stack-close' }, h('h3', {}, t('research.dictionary')), h('p', { class: 'small sec' }, t('research.dictionaryMore')), file('dictionary.csv'))))
}

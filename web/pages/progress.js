// Where a person stands: skill by skill, seeing apart from deciding, competence, working with the AI,
// what is due. Nothing is judged before 20 cases.

import { api } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { icon } from '../parts/icons.js'
import { csvLink, interval, twin } from '../parts/charts.js'
import { competenceChart, relianceFigure, skillChart, skillSpark } from '../parts/person-charts.js'
import { day, number, percent, t } from '../words.js'

export async function progress(main, { account }, app) {
  const figures = await api.progress(account)
  const csv = (table) => api.progressTable(table, account)
  const isOwn = !account
  fill(main,
    h('div', { class: 'page-head' },
      h('div', {}, h('h1', {}, t('nav.progress')), h('p', { class: 'sec' }, headLine(figures))),
      h('div', { class: 'row wrap' }, account && h('a', { class: 'btn btn-outline', href: `#/history/${account}` }, t('nav.history')),
        h('a', { class: 'btn btn-outline', href: csv('evidence'), download: '' }, t('progress.evidence')), isOwn && h('a', { class: 'btn btn-primary', href: '#/today' }, t('progress.goOn')))),
    figures.held > 0 && h('p', { class: 'small sec' }, t('progress.held', { n: figures.held })),
    h('div', { class: 'prog' }, curveCard(figures, csv), decide(figures.detection, csv('decide'))),
    skillsCard(figures, csv('skills')),
    h('div', { class: 'prog' }, competenceCard(figures, csv('competence')),
      h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('reliance.title'))), relianceFigure(figures.reliance, { csv: csv('reliance') }))),
    h('div', { class: 'prog' }, dueCard(figures, csv('due')), ruleCard(figures)))
}

const headLine = ({ cases, since }) => t('progress.head', { n: cases, since: since ? t('progress.since', { day: day(since) }) : '' })

/** Tabs over one card, switched with the arrow keys too; `show` gives the card's content. */
function tabbed(names, label, start, show) {
  const card = h('section', { class: 'card' })
  const tab = (name, current) => h('button', {
    role: 'tab', class: 'btn-ghost small-button', 'aria-selected': String(name === current), tabindex: name === current ? 0 : -1, onclick: () => open(name, true),
    onkeydown: (e) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key]
      if (step) open(names[(names.indexOf(name) + step + names.length) % names.length], true)
    },
  }, label(name))
  const open = (name, takesFocus) => {
    const { title, note, content } = show(name)
    const tabs = h('div', { class: 'tabs', role: 'tablist', 'aria-label': title }, names.map((n) => tab(n, name)))
    fill(card, h('header', {}, h('h2', {}, title), tabs), note && h('p', { class: 'caption' }, note), content)
    if (takesFocus) tabs.querySelector('[aria-selected=true]').focus()
  }
  open(start, false)
  return { card, open }
}

let openSkill = () => {}

function curveCard({ skills, target }, csv) {
  const shown = skills.filter((s) => s.count > 0)
  const names = (shown.length ? shown : skills.slice(0, 1)).map((s) => s.skill)
  const { card, open } = tabbed(names, (name) => t(`skill.${name}.short`), names[0], (name) => ({
    title: t(`skill.${name}`), note: t('progress.unaided'), content: skillChart(skills.find((s) => s.skill === name), target, { csv: csv('curve') }),
  }))
  openSkill = (name) => { if (names.includes(name)) { open(name, true); scrollTo(0, 0) } }
  return card
}

function skillsCard({ skills, target }, csv) {
  const heads = [t('progress.skill'), t('chart.count'), t('progress.expected'), t('chart.low'), t('chart.high'), t('progress.competent'), t('progress.status')]
  const rows = skills.map((s) => [t(`skill.${s.skill}`), number(s.count), s.expected ? percent(s.expected.value) : '–', s.expected ? percent(s.expected.low) : '–', s.expected ? percent(s.expected.high) : '–', s.competent === null ? '–' : percent(s.competent), statusOf(s, target).words])
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('progress.skills')), h('span', { class: 'caption' }, t('progress.skillsMore', { target: percent(target) }))),
    h('div', { class: 'smalls' }, skills.map((skill) => smallSkill(skill, target))), twin(heads, rows, csv))
}

function smallSkill(skill, target) {
  const { expected } = skill, status = statusOf(skill, target)
  const value = expected ? [h('b', {}, number(expected.value * 100)), ` ${interval(expected.low, expected.high)}`] : '–'
  return h('button', { class: 's', disabled: skill.count === 0, onclick: () => openSkill(skill.skill) },
    h('span', { class: 'row between' }, h('span', {}, t(`skill.${skill.skill}.short`)), h('span', { class: 'quiet' }, value)),
    skill.blocks.length ? skillSpark(skill, target) : h('span', { class: 'spark none' }, skill.count === 0 ? t('progress.unasked') : t('progress.early', { n: skill.missing })),
    h('span', { class: `row status ${status.cls}` }, icon(status.sign), status.words))
}

/** What may be said of a skill, in a word with a sign. */
function statusOf(skill, target) {
  if (skill.blocks.length === 0) return { sign: 'about', cls: 'quiet', words: t('status.early') }
  if (skill.competent >= 0.9) return { sign: 'check', cls: 'good', words: t('status.reached') }
  if (skill.fit?.advice === 'changeTask') return { sign: 'alert', cls: 'alert', words: t('status.flat') }
  if (skill.expected && skill.expected.high < target) return { sign: 'alert', cls: 'alert', words: t('status.below') }
  if (skill.fit?.advice === 'goOn') return { sign: 'up', cls: '', words: t('status.growing') }
  return { sign: 'about', cls: '', words: t('status.near') }
}

/** Sensitivity and specificity never without d′, c and AUC. */
export function decide(d, csv) {
  const shareText = (v) => (v ? percent(v.value) : '–')
  const between = (v, of) => (v ? `${interval(v.low, v.high)} · ${of}` : of)
  const fig = (name, value, note) => h('div', { class: 'fig' }, h('span', {}, name), h('b', {}, value), h('span', {}, note))
  const hits = (v, n) => t('decide.hits', { n: v ? Math.round(v.value * n) : 0, of: n })
  const auc = d.auc ? (d.auc.low === null ? '' : `${number(d.auc.low, 2)}–${number(d.auc.high, 2)}`) : t('decide.aucHidden', { malignant: d.malignant, other: d.notMalignant })
  const total = d.malignant + d.notMalignant
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('decide'))),
    h('div', { class: 'figs' }, fig(t('decide.sensitivity'), shareText(d.sensitivity), between(d.sensitivity, hits(d.sensitivity, d.malignant))),
      fig(t('decide.specificity'), shareText(d.specificity), between(d.specificity, hits(d.specificity, d.notMalignant))),
      fig(t('decide.auc'), d.auc ? number(d.auc.value, 2) : '–', auc)),
    scale(t('decide.dPrime'), d.dPrime, 0, 4, '0', '4'), scale(t('decide.criterion'), d.criterion, -1, 1, t('decide.readily'), t('decide.rarely')),
    decideSentence(d) && h('p', { class: 'small' }, decideSentence(d)),
    h('p', { class: 'caption' }, [t('decide.against'), total > 0 && t('decide.prevalence', { share: percent(d.malignant / total) })].filter(Boolean).join(' ')), csvLink(csv))
}

/** Which of the two a change would come from. Too few cases say nothing. */
function decideSentence({ malignant, notMalignant, criterion }) {
  if (Math.min(malignant, notMalignant) < 20 || !criterion) return ''
  return t(criterion.high < 0 ? 'decide.isReady' : criterion.low > 0 ? 'decide.isRare' : 'decide.isMiddle', { c: number(criterion.value, 2) })
}

/** A figure {value, low, high} on its scale, with its interval as a bar. */
function scale(name, figure, low, high, left, right) {
  const at = (value) => Math.min(100, Math.max(0, ((value - low) / (high - low)) * 100))
  const text = figure ? `${number(figure.value, 2)} (${number(figure.low, 2)} ${t('decide.to')} ${number(figure.high, 2)})` : '–'
  const bar = figure && [
    h('i', { style: { left: `${at(figure.low)}%`, width: `${at(figure.high) - at(figure.low)}%` } }),
    h('b', { style: { left: `${at(figure.value)}%` } }),
  ]
  return h('div', { class: 'scale' }, h('div', { class: 'row between small' }, h('span', { class: 'sec' }, name), h('b', {}, text)),
    h('span', { class: 'range', 'aria-hidden': 'true' }, bar), h('div', { class: 'row between caption', 'aria-hidden': 'true' }, h('span', {}, left), h('span', {}, right)))
}

function competenceCard({ competence, chartRule }, csv) {
  const names = competence.map((c) => c.skill)
  const start = names.includes('categorise') ? 'categorise' : names[0]
  return tabbed(names, (name) => t(`skill.${name}.short`), start, (name) => ({
    title: t('competence.title', { skill: t(`skill.${name}`) }), note: t('competence.evidence'),
    content: competenceChart(competence.find((c) => c.skill === name), chartRule, { csv }),
  })).card
}

function dueCard({ due }, csv) {
  const row = ({ family, recall, dueAt }) => h('li', {}, h('span', { class: 'unit-sign' }, icon('loop')),
    h('div', {}, familyName(family), h('br'), h('span', { class: 'sec' }, t('due.recall', { share: percent(recall) }))), h('span', { class: 'tag' }, t('due.since', { day: day(dueAt) })))
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('due.title')), h('span', { class: 'caption' }, t('due.more'))),
    due.length === 0 ? h('p', { class: 'sec small' }, t('due.none')) : [h('ul', { class: 'due' }, due.map(row)), csvLink(csv)])
}

export const familyName = (family) => (family === 'normal' ? t('outcome.normal') : family[0].toUpperCase() + family.slice(1))

/** The seven conditions, each met or not, with its figures. */
function ruleCard({ certification }) {
  const met = certification.conditions.filter((c) => c.isMet).length
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('rule.title')), h('span', { class: 'caption' }, t('rule.met', { n: met, of: certification.conditions.length }))),
    h('ul', { class: 'lint' }, certification.conditions.map((c) => h('li', { class: c.isMet ? 'ok' : '' }, icon(c.isMet ? 'check' : 'about'), h('div', {}, h('b', {}, t(`rule.${c.name}`)), ' ', h('span', { class: 'quiet' }, t(c.isMet ? 'rule.isMet' : 'rule.isOpen')), h('br'), h('span', { class: 'sec', lang: 'en' }, c.sentence))))),
    h('p', { class: 'caption' }, t('rule.licence')))
}

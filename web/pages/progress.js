// Where a person stands, skill by skill; nothing is judged before 20 cases.

import { api } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { skillChart } from '../parts/charts.js'
import { number, percent, t } from '../words.js'

export async function progress(main, { account }) {
  const { cases, skills, detection } = await api.progress(account)
  const chart = h('section', { class: 'card' })
  const show = (name) => {
    const skill = skills.find((s) => s.skill === name)
    fill(chart, h('header', {}, h('h2', {}, t(`skill.${name}`)), tabs(skills, name, show)), h('p', { class: 'caption' }, t('progress.unaided')), skillChart(skill))
  }
  fill(main, h('div', { class: 'page-head' }, h('div', {}, h('h1', {}, t('nav.progress')), h('p', { class: 'sec' }, t('progress.head', { n: cases })))),
    h('div', { class: 'prog' }, chart, decide(detection)),
    h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('progress.skills')), h('span', { class: 'caption' }, t('progress.skillsMore'))),
      h('div', { class: 'smalls' }, skills.map((skill) => smallSkill(skill, show)))))
  show(skills[0]?.skill ?? 'find')
}

function tabs(skills, current, show) {
  return h('div', { class: 'tabs', role: 'tablist' }, skills.map(({ skill }) =>
    h('button', { role: 'tab', class: 'btn-ghost small-button', 'aria-selected': String(skill === current), onclick: () => show(skill) }, t(`skill.${skill}.short`))))
}

function smallSkill(skill, show) {
  const { overall, blocks } = skill
  const value = blocks.length ? [h('b', {}, number(overall.mean * 100)), ` ${number(overall.low * 100)}–${number(overall.high * 100)}`] : '–'
  return h('button', { class: 's', onclick: () => { show(skill.skill); scrollTo(0, 0) } },
    h('span', { class: 'row between' }, h('span', {}, t(`skill.${skill.skill}.short`)), h('span', { class: 'quiet' }, value)),
    blocks.length ? range(overall) : h('span', { class: 'caption' }, t('progress.early', { n: skill.missing })))
}

/** The overall value and its interval on 0–100. */
function range({ mean, low, high }) {
  return h('span', { class: 'range', 'aria-hidden': 'true' }, h('i', { style: { left: `${low * 100}%`, width: `${(high - low) * 100}%` } }), h('b', { style: { left: `${mean * 100}%` } }))
}

/** Sensitivity and specificity never without d′, c and AUC. */
export function decide(d) {
  const share = (v) => (v ? percent(v.value) : '–')
  const between = (v, of) => (v ? `${number(v.low * 100)}–${number(v.high * 100)} · ${of}` : of)
  const fig = (name, value, note) => h('div', { class: 'fig' }, h('span', {}, name), h('b', {}, value), h('span', {}, note))
  const auc = d.auc ? `${number(d.auc.low, 2)}–${number(d.auc.high, 2)}` : d.aucReason ?? ''
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('decide'))),
    h('div', { class: 'figs' }, fig(t('decide.sensitivity'), share(d.sensitivity), between(d.sensitivity, t('decide.of', { n: d.malignant }))),
      fig(t('decide.specificity'), share(d.specificity), between(d.specificity, t('decide.of', { n: d.notMalignant }))),
      fig(t('decide.auc'), d.auc ? number(d.auc.value, 2) : '–', auc)),
    scale(t('decide.dPrime'), d.dPrime, 0, 3, '0', '3'), scale(t('decide.criterion'), d.criterion, -1, 1, t('decide.readily'), t('decide.rarely')),
    h('p', { class: 'caption' }, t('decide.against')))
}

/** A figure {value, low, high} on its scale, with its interval as a bar. */
function scale(name, figure, low, high, left, right) {
  const at = (value) => Math.min(100, Math.max(0, ((value - low) / (high - low)) * 100))
  const text = figure ? `${number(figure.value, 2)} (${number(figure.low, 2)}–${number(figure.high, 2)})` : '–'
  const bar = figure && [
    h('i', { style: { left: `${at(figure.low)}%`, width: `${at(figure.high) - at(figure.low)}%` } }),
    h('b', { style: { left: `${at(figure.value)}%` } }),
  ]
  return h('div', { class: 'scale' }, h('div', { class: 'row between small' }, h('span', { class: 'sec' }, name), h('b', {}, text)),
    h('span', { class: 'range' }, bar), h('div', { class: 'row between caption' }, h('span', {}, left), h('span', {}, right)))
}

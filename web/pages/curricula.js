// Curricula as their files have them, with gates between units, and the problems found in all files.

import { api } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { icon } from '../parts/icons.js'
import { t } from '../words.js'

export async function curricula(main) {
  const [{ curricula: list }, { problems }] = await Promise.all([api.curricula(), api.problems()])
  fill(main, h('div', { class: 'page-head' }, h('h1', {}, t('nav.curricula'))),
    h('div', { class: 'ed' }, h('div', { class: 'stack wide-gap' }, list.map(curriculum)), problemsCard(problems)))
}

function curriculum({ title, goal, units, problems }) {
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, title), h('span', { class: 'caption' }, t('curriculum.units', { n: units.length }))), h('p', { class: 'small sec' }, goal),
    h('ul', { class: 'tree' }, units.map((u) => unitItem(u))), problems.length > 0 && problemList(problems))
}

function unitItem(unit) {
  return [
    unit.gates.length > 0 && h('li', { class: 'gate caption' }, icon('lock'), h('span', {}, unit.gates.map(gateText).join('; '))),
    h('li', {}, icon('ellipse'), h('div', {}, h('b', {}, unit.title), h('br'), h('span', { class: 'sec' }, unit.goal),
      h('br'), h('span', { class: 'caption' }, [t(`mode.${unit.mode}`), t(`unit.feedback.${unit.feedback}`), t(`unit.order.${unit.order}`), unit.passRule].filter(Boolean).join(' · ')),
      h('details', {}, h('summary', { class: 'caption' }, t('curriculum.cases', { n: unit.cases.length })), h('ul', { class: 'case-links' }, unit.cases.map((id) => h('li', {}, h('a', { href: `#/case/${id}` }, id)))))),
    h('span', { class: 'quiet' }, String(unit.cases.length))),
  ]
}

const gateText = (gate) => (typeof gate === 'string' ? gate : gate.sentence ?? gate.unit)

function problemsCard(problems) {
  const errors = problems.filter((p) => p.severity === 'error').length
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('problems')), h('span', { class: 'caption' }, t('problems.count', { errors, warnings: problems.length - errors }))),
    problems.length ? problemList(problems) : h('p', { class: 'status good' }, icon('check'), t('problems.none')))
}

function problemList(problems) {
  return h('ul', { class: 'lint' }, problems.map((p) => h('li', { class: p.severity }, icon(p.severity === 'error' ? 'remove' : 'alert'),
    h('div', {}, p.sentence, h('br'), h('span', { class: 'caption' }, p.line ? `${p.file}:${p.line}` : p.file)))))
}

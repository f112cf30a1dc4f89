// What was found and missed: verdict, table, teaching point, measures, next case.

import { h } from './dom.js'
import { compareTable, agreementLegend } from './compare-table.js'
import { measureList } from './measures.js'
import { creditLine } from './credit.js'
import { lookedAt } from '../state/lanes.js'
import { said } from '../sentences.js'
import { has, number, percent, t } from '../words.js'

/**
 * @param {object} feedback @param {object} lexicon
 * @param {{onnext: (() => void)|null, nextLabel: string, actions?: Node[], onrelated?: (related: object) => void, onagain?: () => void}} page
 */
export function feedbackPanel(feedback, lexicon, page) {
  const read = feedback.attempt?.reads?.final ?? feedback.attempt?.reads?.first
  return h('div', { class: 'fb-panel' },
    h('section', { class: 'verdict' }, h('h1', { tabindex: '-1' }, read ? said(feedback.verdict) : feedback.title), verdictNotes(feedback), read && lookedNote(feedback), plantedNote(feedback)),
    feedback.lesions.length > 0
      ? feedback.lesions.map((lesion) => lesionSection(feedback, lesion, lexicon))
      : h('p', {}, t('feedback.noLesion'), ' ', read && caseCall(feedback)),
    read && feedback.lesions.length > 0 && agreementLegend(),
    feedback.falseMarks.length > 0 && h('section', { class: 'stack-close' }, h('h3', {}, t('feedback.falseMarks', { n: feedback.falseMarks.length })),
      feedback.falseMarks.map((f) => h('p', { class: 'small sec' }, said(f.sentence)))),
    feedback.teaching && h('section', { class: 'note' }, h('h3', {}, t('feedback.teaching')), feedback.teaching.split(/\n{2,}/).map((p) => h('p', {}, p.trim()))),
    feedback.measures.length > 0 && h('section', {}, h('h3', {}, t('feedback.measured')),
      feedback.firstMeasures && h('p', { class: 'caption' }, t('feedback.firstMeasures')),
      measureList(feedback.measures, feedback.firstMeasures, lexicon)),
    feedback.aiAgreement && h('section', {}, h('h3', {}, t('feedback.besideAI')), measureList([feedback.aiAgreement], null, lexicon)),
    feedback.why && whySection(feedback.why),
    read && page.onrelated && nextSection(feedback, page),
    h('section', { class: 'caption stack-close' }, h('span', {}, feedback.title), creditLine(feedback.case),
      h('span', {}, t('feedback.rubric', { rubric: feedback.rubric ?? '–', lexicon: feedback.lexicon, model: `${feedback.ai?.model?.id ?? '–'} ${feedback.ai?.model?.version ?? ''}` }))),
    h('div', { class: 'sticky-next' }, h('span', { class: 'caption grow' }, t('training')), page.actions,
      page.onnext && h('button', { class: 'btn-primary', id: 'next', onclick: page.onnext }, page.nextLabel, ' ', h('kbd', {}, 'N'))))
}

/** Why this case and no other: told with the feedback, since before it would tell what the case holds. */
function whySection(why) {
  if (why.chance === null) return h('section', { class: 'stack-close' }, h('h3', {}, t('why.title')), h('p', { class: 'small sec' }, t('why.probe')))
  const skill = t(`skill.${why.skill.split(':')[0]}`)
  const parts = [['why.information', why.information], ['why.need', why.need], ['why.due', why.due], ['why.novelty', why.novelty]]
  return h('section', { class: 'stack-close' }, h('h3', {}, t('why.title')),
    h('p', { class: 'small' }, t('why.sentence', { skill, chance: percent(why.chance), n: why.drawnFrom }), why.due >= 0.1 && ` ${t('why.isDue')}`, why.novelty === 1 && ` ${t('why.isNew')}`),
    h('dl', { class: 'why' }, parts.map(([name, value]) => h('div', {}, h('dt', {}, t(name)), h('dd', {}, number(value, 2))))))
}

function verdictNotes(feedback) {
  const kinds = feedback.lesions.filter((l) => l.errorKind && has(`error.${l.errorKind}`))
  return [
    h('p', {}, [t(`outcome.${feedback.outcome}`), disagreement(feedback)].filter(Boolean).join(' · ')),
    kinds.map((l) => h('p', {}, t(`error.${l.errorKind}`, { name: l.name }))),
  ]
}

/** When the lesion could be seen and what was done then, in one sentence. */
function lookedNote(feedback) {
  const looked = lookedAt(feedback)
  if (!looked) return null
  const { view, spans, seconds, share, longest, mark } = looked
  const at = (frame) => (view.frameRate ? number(frame / view.frameRate, 1) : String(frame + 1))
  const visible = `${spans.map(([a, b]) => `${at(a)}–${at(b + 1)}`).join(', ')}${view.frameRate ? ' s' : ''}`
  if (!longest) return h('p', { class: 'sec looked' }, t('looked.never', { visible }))
  return h('p', { class: 'sec looked' },
    t('looked', { visible, seconds: `${number(seconds, 1)} s`, share: percent(share) }),
    t('looked.longest', { frame: longest.frame + 1, seconds: `${number(longest.seconds, 1)} s` }),
    mark === null ? t('looked.not') : t('looked.marked', { frame: mark + 1 }))
}

/** An AI that was wrong on purpose is called so once the answer is in. */
function plantedNote({ plantedError }) {
  if (!plantedError) return null
  const { kind, assessment, malignancy } = plantedError
  const share = malignancy === null ? '–' : percent(malignancy)
  return h('p', { class: 'planted' }, t('planted', { kind: t(`planted.${kind}`), category: assessment ?? '–', share }))
}

/** The case once more, and cases already read that look alike. */
function nextSection({ related }, { onrelated, onagain }) {
  return h('section', { class: 'stack-close' }, h('h3', {}, t('next.try')),
    h('div', { class: 'row wrap' },
      related.map((r) => h('button', { class: 'btn-outline', 'data-related': r.relation, onclick: () => onrelated(r) }, t(`compare.${r.relation}`, { title: r.title }))),
      h('button', { class: 'btn-outline', id: 'again', title: t('again.caseTitle'), onclick: onagain }, t('again.case'))))
}

/** Said aloud when the experts' categories differ. */
function disagreement({ lesions }) {
  const split = lesions.some((l) => new Set(l.opinions.map((o) => o.assessment)).size > 1)
  return split ? t('feedback.disagree') : ''
}

function lesionSection(feedback, lesion, lexicon) {
  return h('section', { class: 'stack-close' }, feedback.lesions.length > 1 && h('h2', {}, lesion.name),
    lesion.isScored === false && h('p', { class: 'caption' }, t('feedback.notScored')), compareTable(feedback, lesion, lexicon))
}

function caseCall({ assessment }) {
  return t('feedback.caseCall', { mine: assessment.mine ?? '–', experts: assessment.experts.join(', ') || '–', ai: assessment.ai ?? '–' })
}

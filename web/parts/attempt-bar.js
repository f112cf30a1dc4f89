// The lines over the stage: which case of which unit, whether the AI speaks, and the vignette.

import { h } from './dom.js'
import { icon } from './icons.js'
import { brand } from './shell.js'
import { openKeySheet } from './key-sheet.js'
import { placeText } from './body-mark.js'
import { simulatedTag, creditLine } from './credit.js'
import { percent, t } from '../words.js'

const AI_WORDS = { off: 'ai.off', secondRead: 'ai.afterCommit', concurrent: 'ai.beside', onRequest: 'ai.onRequest' }

export function attemptBar(attempt) {
  const { position, total } = attempt
  const answered = attempt.phase === 'committed' ? position : position - 1
  return h('header', { class: 'bar' }, brand(),
    h('span', { class: 'where grow' }, h(attempt.phase === 'committed' && attempt.hasFeedback ? 'b' : 'h1', { class: 'case-number' }, t('case.of', { position, total })), h('small', {}, `  ${attempt.unit.title}`)),
    h('div', { class: 'meter opt desk', role: 'img', 'aria-label': t('case.answered', { answered, total }) }, h('i', { style: { width: `${(answered / total) * 100}%` } })),
    attempt.phase === 'committed' ? h('span', { class: 'save' }, icon('flag'), t('save.scored')) : h('span', { class: 'tag' }, t(attempt.phase === 'revising' ? 'second' : AI_WORDS[attempt.mode])),
    h('button', { class: 'btn-ghost desk', 'aria-label': t('keys.title'), onclick: openKeySheet }, t('keys'), ' ', h('kbd', {}, '?')),
    h('a', { class: 'btn btn-ghost desk opt', href: '#/today' }, t('pause')))
}

export function vignetteLine(attempt, organ) {
  const { vignette, isSimulated } = attempt.case
  if (attempt.phase === 'revising') {
    return h('div', { class: 'vig' }, h('p', { class: 'q' }, t('second.now')), h('span', {}, t('second.both')), h('span', { class: 'grow' }), h('span', {}, t('training')), simulatedTag(isSimulated))
  }
  const age = vignette.age && t('age', { age: vignette.age })
  return h('div', { class: 'vig' }, h('p', { class: 'q' }, [age, vignette.text].filter(Boolean).join(' ')), h('span', {}, placeText(vignette, organ)),
    attempt.unit.prevalence && h('span', { class: 'prevalence' }, t('prevalence.told', { share: percent(attempt.unit.prevalence.malignant) })),
    h('span', { class: 'desk opt' }, creditLine(attempt.case)), h('span', { class: 'grow' }), simulatedTag(isSimulated))
}

// Mine, experts, AI, pathology: one table a lesion. The symbol before mine says how it stands to the
// panel; the AI never marks anybody.

import { h } from './dom.js'
import { swatch, shapeOf } from './icons.js'
import { s } from './dom.js'
import { comparison } from '../state/compare.js'
import { labelled, managementWords, termOf } from '../state/lexicon.js'
import { currentLanguage, has, millimetres, number, percent, t } from '../words.js'

/** ● as the panel, ◐ inside the spread, ○ outside. */
export function agreementMark(agreement) {
  if (!agreement) return null
  const label = t(`agreement.${agreement}`)
  return s('svg', { class: 'mk', viewBox: '0 0 10 10', role: 'img', 'aria-label': label },
    agreement === 'same' ? shapeOf('mine', 5, 5, 4, 'var(--text-secondary)') : s('circle', { class: 'ring', cx: 5, cy: 5, r: 3.4 }),
    agreement === 'inside' && s('path', { class: 'half', d: 'M5 1.6a3.4 3.4 0 0 1 0 6.8z' }))
}

export function compareTable(feedback, lesion, lexicon) {
  const c = comparison(feedback, lesion, lexicon)
  const language = currentLanguage()
  const isPreview = !feedback.attempt?.reads?.first && !feedback.attempt?.reads?.final
  const terms = (feature, ids) => ids.map((id) => labelled(termOf(lexicon, feature.id, id), language)).join(', ') || '–'
  const step = (id) => (id ? managementWords(lexicon, id, language) : '–')
  const body = [
    row(t('row.found'), t(c.found.mine ? 'yes' : 'no'), c.found.mine === null ? null : c.found.mine ? 'same' : 'outside', t('experts.count', { n: c.found.experts }), t(c.found.ai ? 'yes' : 'no'), t('yes')),
    ...c.features.map((f) => row(labelled(f.feature, language), terms(f.feature, f.mine), f.agreement, votes(f.experts, (id) => labelled(termOf(lexicon, f.feature.id, id), language)), terms(f.feature, f.ai))),
    row(t('row.size'), c.size.mine === null ? '–' : millimetres(c.size.mine), c.size.agreement, sizes(c.size.experts), c.size.ai === null ? '–' : millimetres(c.size.ai)),
    row(t('row.category'), c.category.mine ?? '–', c.category.agreement, votes(c.category.experts, (id) => id), c.category.ai ?? '–'),
    row(t('row.management'), step(c.management.mine), c.management.agreement, votes(c.management.experts, step), step(c.management.ai)),
    row(t('row.cancer'), share(c.cancer.mine), cancerSide(c.cancer), '–', share(c.cancer.ai), pathology(c.cancer.pathology)),
  ]
  const head = (voice, cls) => h('th', { scope: 'col', class: cls }, swatch(voice), h('span', {}, t(voice)))
  return h('table', { class: isPreview ? 'cmp preview' : 'cmp' },
    h('thead', {}, h('tr', {}, h('th'), head('mine', 'm'), head('experts', 'e'), head('ai', 'a'), head('pathology', 'p'))),
    h('tbody', {}, body))
}

function row(name, mine, agreement, experts, ai, truth = '–') {
  const differs = agreement === 'outside' || agreement === 'inside'
  return h('tr', { class: differs ? 'diff' : null }, h('th', { scope: 'row' }, name),
    h('td', { class: 'me' }, agreementMark(agreement), mine ?? '–'), h('td', {}, experts), h('td', {}, ai), h('td', {}, truth))
}

const votes = (tally, word) => tally.map(({ term, votes: n }, i) => [i > 0 && h('br'), n > 1 ? `${word(term)} ×${n}` : word(term)])
  .flat().filter(Boolean).concat(tally.length ? [] : ['–'])

const share = (p) => (p === null || p === undefined ? '–' : percent(p))

/** Against pathology, not against anybody: which side of even my likelihood fell. */
function cancerSide({ mine, pathology: truth }) {
  if (mine === null || !truth || mine === 0.5) return null
  return mine > 0.5 === truth.isMalignant ? 'same' : 'outside'
}

function sizes(list) {
  if (list.length === 0) return '–'
  const low = Math.min(...list), high = Math.max(...list)
  return list.length === 1 ? millimetres(low) : `${millimetres((low + high) / 2)} (${number(low, 1)}–${number(high, 1)})`
}

function pathology(truth) {
  if (!truth) return '–'
  const key = `evidence.${truth.evidence}`
  return [truth.diagnosis ?? t(truth.isMalignant ? 'outcome.malignant' : 'outcome.benign'), h('br'), h('span', { class: 'quiet' }, has(key) ? t(key) : truth.evidence)]
}

export const agreementLegend = () => h('p', { class: 'legend' },
  ['same', 'inside', 'outside'].map((a) => h('span', {}, agreementMark(a), t(`agreement.${a}`))))


// The second read: my answer beside the AI's, what differs in bold, then keep or revise with equal
// weight and neither chosen.

import { h, fill } from './dom.js'
import { icon, swatch } from './icons.js'
import { oneOf } from './choices.js'
import { longAxis, secondRead } from '../state/compare.js'
import { featureOf, labelled, termOf } from '../state/lexicon.js'
import { changes } from '../state/answer.js'
import { clock, currentLanguage, millimetres, percent, t } from '../words.js'

export class SecondReadPanel {
  /**
   * @param {{lexicon: object, attempt: object, onchoose: (choice: 'keep'|'revise') => void}} page
   * @param {HTMLElement} answer  the reading panel's element, shown under Revise
   */
  constructor(page, answer) {
    this.page = page
    this.answer = answer
    this.choice = h('div')
    this.element = h('div', {}, this.#both(),
      h('section', { class: 'sect' }, h('header', {}, h('h3', {}, t('second.final'))), this.choice), answer)
    this.update(null)
  }

  /** @param {'keep'|'revise'|null} choice */
  update(choice) {
    const mine = this.page.attempt.reads.first?.assessment
    const options = [{ value: 'keep', label: mine ? t('second.keep', { category: mine }) : t('second.keepPlain') }, { value: 'revise', label: t('second.revise') }]
    fill(this.choice, oneOf({ name: 'final', cls: 'choice', options, value: choice, label: t('second.final'), onpick: this.page.onchoose }))
    this.answer.hidden = choice !== 'revise'
  }

  #both() {
    const { attempt } = this.page, { first } = attempt.reads, { ai } = attempt
    const said = (p) => (p === null || p === undefined ? t('likelihood.untouched') : t('cancer.share', { share: percent(p) }))
    const when = attempt.savedAt ? t('second.mineAt', { time: clock(attempt.savedAt) }) : t('mine')
    return h('section', { class: 'sect' },
      h('header', {}, h('h3', {}, t('second.title')), h('span', { class: 'caption row' }, icon('lock'), t('second.kept'))),
      h('div', { class: 'two' },
        voice('m', when, first?.assessment ?? '–', said(first?.likelihood)),
        voice('a', t('ai.reader'), ai.assessment ?? '–', said(ai.malignancy))),
      this.#table(first, ai),
      h('p', { class: 'caption' }, t('second.caution')))
  }

  #table(first, ai) {
    const { lexicon, attempt } = this.page
    const { mark, track, features } = secondRead(first, ai, lexicon)
    const spacing = attempt.case.views.find((v) => v.id === mark?.view)?.spacing
    const size = longAxis(mark, spacing)
    const rows = [
      line(t('row.lesion'), mark ? t('frame.at', { frame: mark.frame + 1 }) : t('noFinding'), track ? t('frame.range', { first: track.firstFrame + 1, last: track.lastFrame + 1 }) : t('ai.nothing'), Boolean(mark) !== Boolean(track)),
      ...features.map((r) => line(labelled(r.feature, currentLanguage()), this.#terms(r.feature, r.mine), this.#terms(r.feature, r.ai), r.differs)),
      (size !== null || track?.longAxisMm) && line(t('row.size'), size === null ? '–' : millimetres(size), track?.longAxisMm ? millimetres(track.longAxisMm) : '–', false),
    ]
    return h('table', { class: 'cmp' },
      h('thead', {}, h('tr', {}, h('th'), h('th', { scope: 'col', class: 'm' }, swatch('mine'), ' ', t('mine')), h('th', { scope: 'col', class: 'a' }, swatch('ai'), ' ', t('ai')))),
      h('tbody', {}, rows.filter(Boolean)))
  }

  #terms(feature, terms) {
    return terms.map((id) => labelled(termOf(this.page.lexicon, feature.id, id), currentLanguage())).join(', ') || '–'
  }
}

const voice = (cls, who, big, small) =>
  h('div', { class: `voice ${cls}` }, h('span', { class: 'caption' }, who), h('div', { class: 'big' }, big), h('span', { class: 'small sec' }, small))

function line(name, mine, theirs, differs) {
  const cell = (text) => h('td', {}, differs ? h('b', {}, text) : text)
  return h('tr', {}, h('th', { scope: 'row' }, name), cell(mine), cell(theirs))
}

/** One sentence of what the second answer changed. */
export function changeText(first, final, lexicon) {
  const change = changes(first, final, lexicon)
  const share = (p) => (p === null ? t('likelihood.untouched') : percent(p))
  const parts = [
    change.category && t('change.fromTo', { from: change.category.from ?? '–', to: change.category.to ?? '–' }),
    change.likelihood && t('change.fromTo', { from: share(change.likelihood.from), to: share(change.likelihood.to) }),
    change.features.length > 0 && t('change.features', { names: change.features.map((id) => labelled(featureOf(lexicon, id), currentLanguage())).join(', ') }),
    change.marksAdded > 0 && t('change.added', { n: change.marksAdded }),
    change.marksWithdrawn > 0 && t('change.withdrawn', { n: change.marksWithdrawn }),
  ].filter(Boolean)
  return parts.length ? parts.join(' · ') : t('change.none')
}

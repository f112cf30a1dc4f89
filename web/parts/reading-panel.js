// The answer beside the stage: marks, descriptors, category, likelihood, image quality. It shows a
// reading and sends events; it keeps nothing but which row is open.

import { h, refill } from './dom.js'
import { described as row, manyOf, oneOf } from './choices.js'
import { Likelihood } from './likelihood.js'
import { marksList } from './marks-list.js'
import { askedFeatures, categoryOf, categoryOfMark, described, describedCount, labelled, leastSuspicious, managementOf, managementWords, offered } from '../state/lexicon.js'
import { overallAssessment } from '../state/answer.js'
import { RATINGS } from '../state/reading.js'
import { longAxis } from '../state/compare.js'
import { currentLanguage, t } from '../words.js'

export const FAULTS = ['gain', 'depth', 'focus', 'contact', 'motion', 'coverage']

export class ReadingPanel {
  #opened = null

  /** @param {{lexicon: object, views: object[], emit: (event: object) => void, go: (mark: object) => void}} page */
  constructor(page) {
    this.page = page
    this.likelihood = new Likelihood((value, group) => page.emit({ type: 'likelihood', value, group }))
    this.marks = h('section', { class: 'sect', id: 'marks' })
    this.describe = h('section', { class: 'sect', id: 'describe' })
    this.category = h('div', { class: 'stack-close' })
    this.quality = h('section', { class: 'sect', id: 'quality' })
    this.element = h('div', { class: 'answer' }, this.marks, this.describe,
      h('section', { class: 'sect', id: 'category' }, this.category, this.likelihood.element), this.quality)
  }

  update(reading) {
    this.reading = reading
    const { answer } = reading
    const mark = answer.marks.find((m) => m.id === reading.chosen) ?? null
    refill(this.marks, this.#marks(reading))
    refill(this.describe, mark ? this.#describe(mark, answer.marks.indexOf(mark)) : [])
    this.describe.hidden = !mark
    refill(this.category, this.#category(answer, mark))
    const overall = overallAssessment(answer, this.page.lexicon)
    this.likelihood.update(answer.likelihood, categoryOf(this.page.lexicon, overall))
    refill(this.quality, this.#quality(answer))
  }

  #marks(reading) {
    const { answer } = reading
    const page = { ...this.page, opened: this.#opened, open: (id) => { this.#opened = id; this.update(this.reading) } }
    const header = h('header', {}, h('h3', {}, t('marks')), h('button', {
      class: 'btn-outline small-button', 'aria-pressed': String(answer.noFinding), 'data-key': 'noFinding', title: 'X', onclick: () => this.toggleNoFinding(),
    }, t('noFinding')))
    if (answer.noFinding) return [header, h('p', { class: 'small sec' }, t('noFinding.said'))]
    if (answer.marks.length + answer.loose.length === 0) return [header, h('p', { class: 'small sec' }, t('marks.none'))]
    return [header, marksList(reading, page)]
  }

  toggleNoFinding() {
    this.page.emit({ type: 'noFinding', isSet: !this.reading.answer.noFinding, negative: leastSuspicious(this.page.lexicon) })
  }

  #describe(mark, index) {
    const { lexicon, emit } = this.page, language = currentLanguage()
    const { done, total } = describedCount(lexicon, mark.descriptors)
    const pick = (feature) => (term, isSet = true) => emit({ type: 'describe', mark: mark.id, descriptors: described(lexicon, mark.descriptors, feature.id, term, isSet) })
    const features = askedFeatures(lexicon, mark.descriptors).map((f) => row(labelled(f, language), this.#terms(f, mark, pick(f))))
    return [
      h('header', {}, h('h3', {}, t('describe', { number: index + 1 })), h('span', { class: 'caption' }, t('describe.count', { done, total }))),
      features, row(t('rating'), this.#rating(mark)),
    ]
  }

  #terms(feature, mark, pick) {
    const values = mark.descriptors[feature.id] ?? []
    const name = `d.${feature.id}`, label = labelled(feature, currentLanguage())
    const options = feature.terms.map((term) => ({ value: term.id, label: labelled(term, currentLanguage()) }))
    if (feature.isMultiple) return manyOf({ name, options, values, label, onpick: pick })
    return oneOf({ name, options, value: values[0] ?? null, label, isClearable: true, onpick: (v) => (v === null ? pick(values[0], false) : pick(v)) })
  }

  #rating(mark) {
    const options = Object.keys(RATINGS).map((word) => ({ value: word, label: t(`rating.${word}`) }))
    const value = Object.keys(RATINGS).find((word) => RATINGS[word] === mark.rating) ?? null
    return oneOf({ name: 'rating', options, value, label: t('rating'), onpick: (word) => this.page.emit({ type: 'rate', mark: mark.id, rating: RATINGS[word] }) })
  }

  #category(answer, mark) {
    const { lexicon } = this.page
    const value = mark ? categoryOfMark(lexicon, mark) : answer.assessment
    const isOpen = Boolean(mark) || answer.noFinding
    const header = h('header', {}, h('h3', {}, labelled(lexicon.assessment, currentLanguage())), h('span', { class: 'caption' }, isOpen ? this.#meaning(value, mark) : t('category.first')))
    return [header, categoryChoice(lexicon, value, (assessment) => this.page.emit({ type: 'assess', mark: mark?.id ?? null, assessment }), !isOpen)]
  }

  #meaning(id, mark) {
    const { lexicon, views } = this.page, language = currentLanguage()
    const category = categoryOf(lexicon, id)
    if (!category) return t('category.none')
    const step = managementOf(lexicon, id, longAxis(mark, views.find((v) => v.id === mark?.view)?.spacing))
    return [labelled(category, language), step && managementWords(lexicon, step, language)].filter(Boolean).join(' · ')
  }

  #quality(answer) {
    const options = FAULTS.map((fault) => ({ value: fault, label: t(`fault.${fault}`) }))
    const chips = manyOf({ name: 'q', options, values: answer.qualityFaults, label: t('quality'), onpick: (fault, isSet) => this.page.emit({ type: 'quality', fault, isSet }) })
    return [h('header', {}, h('h3', {}, t('quality')), h('span', { class: 'caption' }, t('quality.flag'))), chips]
  }
}

/** The category cells, all equal. */
export function categoryChoice(lexicon, value, onpick, isClosed = false) {
  const options = offered(lexicon).map((c) => ({ value: c.id, label: c.id, title: labelled(c, currentLanguage()) }))
  const cells = oneOf({ name: 'category', cls: 'even cat', options, value, label: labelled(lexicon.assessment, currentLanguage()), onpick })
  if (isClosed) for (const input of cells.querySelectorAll('input')) input.disabled = true
  return cells
}

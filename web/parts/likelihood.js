// "How likely is cancer?": a slider that has no value until it is touched.

import { h, fill } from './dom.js'
import { isUnusual } from '../state/answer.js'
import { number, percent, t } from '../words.js'

export class Likelihood {
  /** @param {(value: number, group: string) => void} onset */
  constructor(onset) {
    this.shown = h('b', { class: 'small' })
    this.usual = h('span')
    this.note = h('p', { class: 'caption' })
    this.slider = h('input', {
      type: 'range', min: '0', max: '100', step: '1', id: 'likelihood', oninput: () => onset(Number(this.slider.value) / 100, 'likelihood'),
      onclick: () => this.slider.classList.contains('untouched') && onset(Number(this.slider.value) / 100, 'likelihood'),
      onkeydown: (e) => this.#page(e, onset),
    })
    this.element = h('div', { class: 'likelihood' },
      h('div', { class: 'row between' }, h('label', { class: 'small sec', for: 'likelihood' }, t('likelihood')), this.shown),
      this.slider,
      h('div', { class: 'row between caption' }, h('span', {}, t('likelihood.benign')), this.usual, h('span', {}, t('likelihood.cancer'))),
      this.note)
  }

  /** @param {number|null} value @param {object|null} category */
  update(value, category) {
    const isUntouched = value === null
    this.slider.classList.toggle('untouched', isUntouched)
    if (!isUntouched && Number(this.slider.value) !== Math.round(value * 100)) this.slider.value = String(Math.round(value * 100))
    this.slider.style.setProperty('--v', isUntouched ? '0%' : `${value * 100}%`)
    this.slider.setAttribute('aria-valuetext', isUntouched ? t('likelihood.untouched') : percent(value))
    fill(this.shown, isUntouched ? h('span', { class: 'quiet' }, t('likelihood.untouched')) : percent(value))
    fill(this.usual, category?.likelihood ? this.#usual(category) : '')
    fill(this.note, isUnusual(value, category) ? t('likelihood.unusual', { category: category.id }) : '')
  }

  #usual({ id, likelihood: { low, high } }) {
    return low === high ? t('likelihood.usualOne', { category: id, value: number(low) }) : t('likelihood.usual', { category: id, low, high })
  }

  #page(event, onset) {
    const by = { PageUp: 0.1, PageDown: -0.1 }[event.key]
    if (!by) return
    event.preventDefault()
    onset(Math.min(1, Math.max(0, Math.round((Number(this.slider.value) / 100 + by) * 100) / 100)), 'likelihood')
  }
}

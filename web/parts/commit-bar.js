// The foot of the answer: where it is saved, what blocks the commit, and the one primary button.

import { h, fill } from './dom.js'
import { icon } from './icons.js'
import { clock, t } from '../words.js'

const SIGNS = { device: 'check', server: 'cloud', error: 'alert', sending: 'cloud', offline: 'alert' }

export class CommitBar {
  #isBlocked = false

  /** @param {() => void} oncommit */
  constructor(oncommit) {
    this.saved = h('span', { class: 'save', role: 'status' })
    this.why = h('span', { class: 'caption why' })
    this.button = h('button', { class: 'btn-primary', id: 'commit', onclick: oncommit })
    this.element = h('div', { class: 'commit' }, h('div', { class: 'row between' }, this.saved, this.why), this.button)
  }

  /** @param {{label: string, why: string, isBlocked: boolean, isBusy: boolean}} props */
  update({ label, why, isBlocked, isBusy }) {
    this.#isBlocked = isBlocked
    fill(this.button, isBusy ? t('commit.sending') : label, ' ', h('kbd', {}, 'Ctrl ↵'))
    this.button.setAttribute('aria-disabled', String(isBlocked || isBusy))
    fill(this.why, why)
    this.why.classList.toggle('blocks', isBlocked)
  }

  get isBlocked() { return this.#isBlocked }

  /** @param {{where: 'device'|'server'|'error'|'offline', at?: Date, message?: string}|null} state */
  save(state) {
    if (!state) return fill(this.saved)
    const words = { device: () => t('save.device'), server: () => t('save.server', { time: clock(state.at) }), error: () => state.message, offline: () => t('save.kept') }
    this.element.dataset.saved = state.where
    fill(this.saved, icon(SIGNS[state.where]), words[state.where]())
  }
}

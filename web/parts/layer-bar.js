// Toggles of the released voices over the stage: each says itself by hue, dash, shape and word.

import { h } from './dom.js'
import { icon, swatch } from './icons.js'
import { t } from '../words.js'

export class LayerBar {
  /** Which voices are shown. */
  shown = { mine: true, experts: true, ai: true }

  /** @param {() => void} onchange */
  constructor(onchange) {
    this.onchange = onchange
    this.inputs = {}
    this.element = h('div', { class: 'layers seg', role: 'group', 'aria-label': t('layers') })
  }

  /** @param {('mine'|'experts'|'ai')[]} voices  released so far */
  show(voices, ...extras) {
    this.voices = voices
    const toggle = (voice, i) => {
      this.inputs[voice] = h('input', { type: 'checkbox', checked: this.shown[voice], onchange: (e) => this.#set(voice, e.target.checked) })
      return h('label', { class: `l-${voice}`, title: String(i + 1) }, this.inputs[voice], swatch(voice), t(voice))
    }
    this.element.replaceChildren(...voices.map(toggle), h('span', { class: 'grow' }),
      h('button', { class: 'btn-ghost opt', onclick: () => this.toggleAll() }, icon('eye'), t('layers.hide'), ' ', h('kbd', {}, 'O')), ...extras)
  }

  toggle(voice) { if (this.voices?.includes(voice)) this.#set(voice, !this.shown[voice]) }

  toggleAll() {
    const isAny = this.voices.some((v) => this.shown[v])
    for (const voice of this.voices) this.#set(voice, !isAny)
  }

  #set(voice, isShown) {
    this.shown[voice] = isShown
    this.inputs[voice].checked = isShown
    this.onchange()
  }
}

// How the picture is shown: gain, contrast, inversion, the loupe. Nothing of it changes the answer.

import { fill, h } from './dom.js'
import { icon } from './icons.js'
import { keyText } from './key-sheet.js'
import { PLAIN } from '../state/viewport.js'
import { number, t } from '../words.js'

const RANGES = { gain: 20, contrast: 10 }

export class PictureMenu {
  /** @param {import('./cine-viewer.js').CineViewer} viewer */
  constructor(viewer) {
    this.viewer = viewer
    this.sliders = { gain: this.#slider('gain'), contrast: this.#slider('contrast') }
    this.inverted = h('input', { type: 'checkbox', onchange: (e) => viewer.setTone({ isInverted: e.target.checked }) })
    this.loupe = h('input', { type: 'checkbox', onchange: (e) => viewer.setLoupe(e.target.checked) })
    this.sign = h('span', { class: 'opt' })
    const box = (input, key, action) => h('label', { class: 'row small' }, input, t(key), ' ', h('kbd', { class: 'desk' }, keyText(action)))
    this.element = h('details', { class: 'picture-menu', onkeydown: (e) => e.key === 'Escape' && this.#close(e), onfocusout: (e) => this.#left(e.relatedTarget) },
      h('summary', { class: 'btn btn-icon', 'aria-label': t('picture'), title: t('picture') }, icon('gain'), this.sign),
      h('div', { class: 'card', role: 'group', 'aria-label': t('picture') },
        Object.entries(this.sliders).map(([name, { input, value }]) => h('label', { class: 'picture-row small' }, h('span', {}, t(`picture.${name}`)), input, value)),
        box(this.inverted, 'picture.invert', 'invert'), box(this.loupe, 'picture.loupe', 'loupe'),
        h('button', { class: 'btn-outline', onclick: () => { viewer.setTone(PLAIN); viewer.setLoupe(false) } }, t('picture.plain'))))
    viewer.addEventListener('playback', () => this.update())
    this.update()
  }

  #slider(name) {
    const most = String(RANGES[name])
    const input = h('input', { type: 'range', min: `-${most}`, max: most, step: '1', oninput: (e) => this.viewer.setTone({ [name]: Number(e.target.value) }) })
    return { input, value: h('output', { class: 'small' }) }
  }

  update() {
    const { tone, hasLoupe } = this.viewer
    for (const [name, { input, value }] of Object.entries(this.sliders)) {
      input.value = String(tone[name])
      input.style.setProperty('--v', `${((tone[name] / RANGES[name] + 1) / 2) * 100}%`)
      fill(value, signed(tone[name]))
    }
    this.inverted.checked = tone.isInverted
    this.loupe.checked = hasLoupe
    fill(this.sign, tone.gain === 0 ? '' : ` ${signed(tone.gain)}`)
  }

  /** Put away when the focus goes elsewhere. */
  #left(to) {
    if (to && !this.element.contains(to)) this.element.open = false
  }

  #close(event) {
    if (!this.element.open) return
    this.element.open = false
    this.element.querySelector('summary').focus()
    event.stopPropagation()
  }
}

export const signed = (value) => (value > 0 ? `+${number(value)}` : number(value))

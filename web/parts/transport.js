// The cine's buttons under its time line: step, freeze, loop, speed, gain, key plane. A still has none
// of the moving ones.

import { h, fill } from './dom.js'
import { icon } from './icons.js'
import { PictureMenu } from './picture-menu.js'
import { canPlay, RATES } from '../state/playback.js'
import { number, t } from '../words.js'

const RATE_NAMES = { 0.25: '¼×', 0.5: '½×', 1: '1×', 2: '2×' }

export class Transport {
  /** @param {import('./cine-viewer.js').CineViewer} viewer @param {{onkeyplane?: () => void, oncompare?: () => void}} verbs */
  constructor(viewer, { onkeyplane, oncompare } = {}) {
    this.viewer = viewer
    this.onkeyplane = onkeyplane
    this.line = h('frame-line')
    this.line.addEventListener('seek', ({ detail }) => viewer.seek(detail))
    this.picture = new PictureMenu(viewer)
    this.compare = h('button', { class: 'btn-icon compare', 'aria-pressed': 'false', 'aria-label': t('compare'), title: t('compare'), onclick: () => oncompare?.() }, icon('compare'))
    this.controls = h('div', { class: 'ctl', role: 'toolbar', 'aria-label': t('cine.controls') })
    /** Room for the page's own buttons at the end of the row. */
    this.tail = h('span', { class: 'tail' })
    this.element = h('div', { class: 'transport' }, this.line, this.controls)
    viewer.addEventListener('frame', ({ detail }) => this.#moved(detail))
    viewer.addEventListener('playback', () => this.#changed())
  }

  show(view) {
    this.view = view
    this.line.show(view)
    this.line.hidden = view.frames === 1
    this.#build()
  }

  /** The key plane button: set for which frame, or not to be set now. */
  keyPlane(frame, isAllowed) {
    if (!this.key) return
    this.key.setAttribute('aria-pressed', String(frame !== null))
    this.key.setAttribute('aria-disabled', String(!isAllowed))
    this.key.title = isAllowed ? '' : t('keyPlane.needsMark')
    this.keyNumber.textContent = frame === null ? '' : ` ${number(frame + 1)}`
  }

  #build() {
    const { viewer } = this
    const moves = canPlay(viewer.playback)
    const plain = (name, key, verb, cls = '') => h('button', { class: `btn-icon ${cls}`, 'aria-label': t(key), title: t(key), onclick: verb }, icon(name))
    this.play = h('button', { class: 'play', onclick: () => viewer.toggle() })
    this.loop = h('button', { class: 'btn-icon opt2', 'aria-label': t('cine.loop'), title: t('cine.loop'), onclick: () => viewer.toggleLooping() }, icon('loop'))
    this.read = h('span', { class: 'read' })
    fill(this.controls,
      moves && [
        plain('first', 'cine.first', () => viewer.seek(0), 'opt2'), plain('back', 'cine.back', () => viewer.step(-1)), this.play,
        plain('forward', 'cine.forward', () => viewer.step(1)), plain('last', 'cine.last', () => viewer.seek(this.view.frames - 1), 'opt2'), this.loop,
      ],
      this.read, moves && this.#speeds(), h('span', { class: 'grow opt2' }), this.picture.element, this.compare, this.onkeyplane && this.#keyPlane(), this.tail)
    this.#changed()
    this.#moved(viewer.current)
  }

  #speeds() {
    const choices = RATES.map((rate) => h('label', {}, h('input', {
      type: 'radio', name: 'speed', value: String(rate), checked: rate === this.viewer.playback.rate, onchange: () => this.viewer.setRate(rate),
    }), RATE_NAMES[rate]))
    return h('div', { class: 'seg neutral opt', role: 'radiogroup', 'aria-label': t('cine.speed') }, choices)
  }

  #keyPlane() {
    this.keyNumber = h('span', { class: 'opt2' })
    this.key = h('button', { class: 'key', 'aria-pressed': 'false', onclick: this.onkeyplane },
      icon('flag'), t('keyPlane'), this.keyNumber, ' ', h('kbd', { class: 'desk opt' }, 'K'))
    return this.key
  }

  #changed() {
    const { playback } = this.viewer
    fill(this.play, icon(playback.isPlaying ? 'freeze' : 'play'), t(playback.isPlaying ? 'cine.freeze' : 'cine.play'), h('kbd', { class: 'desk' }, t('key.space')))
    this.loop.setAttribute('aria-pressed', String(playback.isLooping))
    const rate = this.controls.querySelector(`input[name=speed][value="${playback.rate}"]`)
    if (rate) rate.checked = true
  }

  #moved(frame) {
    if (!this.view) return
    this.line.at(frame)
    if (this.view.frames === 1) return fill(this.read, t('still'))
    const seconds = this.view.frameRate ? `  ${number(frame / this.view.frameRate, 2)} s` : ''
    fill(this.read, h('span', { class: 'opt2' }, h('b', {}, t('frame.n', { frame: frame + 1 })), t('frame.rest', { frames: this.view.frames }), h('span', { class: 'opt' }, seconds)),
      h('span', { class: 'short' }, h('b', {}, String(frame + 1)), `/${this.view.frames}`))
  }
}

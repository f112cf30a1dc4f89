// A second loop beside the first: another view of the case, the same one on another frame, or another
// case after the feedback. It follows the first when the two are linked, and never takes marks.

import { fill, h } from './dom.js'
import { icon } from './icons.js'
import './cine-viewer.js'
import { linkedFrame } from '../state/linked.js'
import { t } from '../words.js'

/**
 * @typedef {object} Beside  something that can stand beside the loop
 * @property {string} id
 * @property {string} label
 * @property {object} view
 * @property {() => import('../stream/loop.js').Loop} loop
 * @property {boolean} isSameCase
 * @property {number} [frame]  where it is best seen
 * @property {(frame: number, svg: SVGElement, scale: object) => void} [paint]
 * @property {() => void} [close]
 */

export class Compare {
  isLinked = true

  /** @param {import('./cine-viewer.js').CineViewer} main @param {{onclose: () => void, painterFor: (beside: Beside) => Function}} host */
  constructor(main, host) {
    this.main = main
    this.host = host
    this.viewer = h('cine-viewer')
    this.pick = h('select', { 'aria-label': t('compare.with'), onchange: () => this.#show(this.choices.find((c) => c.id === this.pick.value)) })
    this.linkButton = h('button', { class: 'btn-icon', onclick: () => this.toggleLink() }, icon('link'))
    this.slider = h('input', { type: 'range', min: '1', step: '1', 'aria-label': t('compare.frame'), oninput: () => this.#seek(Number(this.slider.value) - 1) })
    this.element = h('section', { class: 'compare-pane', 'aria-label': t('compare') },
      h('header', { class: 'row' }, this.pick, h('span', { class: 'grow' }), this.linkButton, h('button', { class: 'btn-icon', 'aria-label': t('compare.close'), title: t('compare.close'), onclick: host.onclose }, icon('remove'))),
      this.viewer, h('footer', { class: 'row' }, this.slider))
    this.followed = ({ detail }) => this.isLinked && this.anchors && this.viewer.seek(linkedFrame(detail, this.anchors.main, this.anchors.here))
    this.main.addEventListener('frame', this.followed)
    this.viewer.addEventListener('frame', ({ detail }) => this.#moved(detail))
    this.viewer.addEventListener('wheel', (e) => { e.preventDefault(); this.#seek(this.viewer.current + (e.deltaY > 0 ? 1 : -1)) }, { passive: false })
  }

  /** @param {Beside[]} choices @param {string} id */
  show(choices, id) {
    this.choices = choices
    fill(this.pick, choices.map((c) => h('option', { value: c.id, selected: c.id === id }, c.label)))
    this.#show(choices.find((c) => c.id === id))
    this.#sayLink()
  }

  #show(beside) {
    const { viewer, main } = this
    this.beside = beside
    viewer.displayed = beside.isSameCase ? main.displayed : {}
    // Two pictures of one frame are looked at as one.
    viewer.isCounted = () => !(beside.isSameCase && main.view.id === beside.view.id && main.current === viewer.current)
    viewer.painter = this.host.painterFor(beside)
    viewer.show(beside.loop(), { startFrozen: true, frame: beside.frame ?? main.current })
    viewer.stage.setAttribute('aria-label', beside.label)
    this.slider.max = String(beside.view.frames)
    this.#anchor()
  }

  toggleLink() {
    this.isLinked = !this.isLinked
    this.#anchor()
    this.#sayLink()
  }

  #sayLink() {
    const word = t(this.isLinked ? 'compare.linked' : 'compare.unlinked')
    this.linkButton.setAttribute('aria-pressed', String(this.isLinked))
    this.linkButton.setAttribute('aria-label', word)
    this.linkButton.title = word
  }

  #anchor() {
    this.anchors = { main: { view: this.main.view, frame: this.main.current }, here: { view: this.beside.view, frame: this.viewer.current } }
  }

  /** The second loop alone moves; linked again from where it then stands. */
  #seek(frame) {
    this.viewer.seek(frame)
    this.#anchor()
    this.anchors.here.frame = Math.min(this.beside.view.frames - 1, Math.max(0, frame))
  }

  #moved(frame) {
    this.slider.value = String(frame + 1)
    this.slider.setAttribute('aria-valuetext', t('frame.of', { frame: frame + 1, frames: this.beside.view.frames }))
    this.slider.style.setProperty('--v', `${(frame / Math.max(1, this.beside.view.frames - 1)) * 100}%`)
  }

  dispose() {
    this.main.removeEventListener('frame', this.followed)
    this.viewer.dispose()
  }
}

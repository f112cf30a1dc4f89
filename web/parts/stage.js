// The stage of one case: its views, the viewer with what stands in its corners, the transport under
// it. Reading, second read and feedback all use this one, so the picture never jumps between them.

import { h, fill } from './dom.js'
import './cine-viewer.js'
import './frame-line.js'
import { Transport } from './transport.js'
import { bodyMark } from './body-mark.js'
import { Compare } from './compare.js'
import { signed } from './picture-menu.js'
import { canPlay } from '../state/playback.js'
import { number, t } from '../words.js'

const WANTS_STILLNESS = matchMedia('(prefers-reduced-motion: reduce)')

export class Stage {
  /**
   * @param {object} info  the attempt's `case`
   * @param {(view: object) => import('../stream/loop.js').Loop} openLoop
   * @param {{onfrozen?: (view: object, frame: number) => void, onview?: (view: object) => void, onkeyplane?: () => void}} verbs
   */
  constructor(info, openLoop, verbs = {}) {
    this.info = info
    this.openLoop = openLoop
    this.verbs = verbs
    this.loops = new Map()
    this.viewer = h('cine-viewer')
    this.transport = new Transport(this.viewer, { ...verbs, oncompare: () => this.toggleCompare() })
    this.viewers = h('div', { class: 'viewers' }, this.viewer)
    /** Other cases that may stand beside this one. @type {import('./compare.js').Beside[]} */
    this.others = []
    this.tabs = h('div', { class: 'views seg neutral', role: 'radiogroup', 'aria-label': t('views'), hidden: info.views.length < 2 })
    this.top = h('div', { class: 'stage-top' })
    this.under = h('div', { class: 'stage-under' })
    this.element = h('div', { class: 'main' }, this.top, this.tabs, this.viewers, this.transport.element, this.under)
    this.viewer.addEventListener('frozen', ({ detail }) => verbs.onfrozen?.(this.view, detail))
    this.viewer.addEventListener('frame', () => this.#refreshed())
    this.viewer.addEventListener('playback', () => this.#refreshed())
  }

  get view() { return this.viewer.view ?? this.info.views[0] }
  get loop() { return this.loops.get(this.view.id) }

  /** Shows a view; the viewer must stand in the page by now. */
  show(id = this.info.views[0].id, { startFrozen = WANTS_STILLNESS.matches, frame = 0 } = {}) {
    const view = this.info.views.find((v) => v.id === id)
    if (!this.corners) this.#buildCorners()
    this.viewer.show(this.#loopOf(view), { startFrozen, frame })
    this.transport.show(view)
    fill(this.tabs, this.info.views.map((v) => h('label', {}, h('input', { type: 'radio', name: 'view', value: v.id, checked: v.id === id, onchange: () => this.show(v.id) }), v.label)))
    fill(this.technique, view.technique ? [h('b', {}, view.label), h('span', { class: 'opt' }, h('br'), view.technique)] : h('b', {}, view.label),
      view.frameRate && view.frames > 1 && [h('br'), t('frameRate', { rate: number(view.frameRate) })])
    fill(this.scaleNote, h('span', { class: 'opt' }, view.spacing ? t('ticks') : t('caliper.uncalibratedLong'), h('br')), t('training'))
    this.verbs.onview?.(view)
    this.#refreshed()
  }

  /** Goes to a place in the case and freezes there. */
  go({ view, frame }) {
    if (view !== this.view.id) this.show(view, { startFrozen: true, frame })
    else this.viewer.seek(frame)
  }

  /**
   * What lies over frames, on the loop and on what stands beside it.
   * @param {(frame: number, svg: SVGElement, scale: object, at: {view: object, loop: object, isMain: boolean}) => void} paint
   */
  paintWith(paint) {
    this.paint = paint
    this.viewer.painter = (frame, svg, scale) => paint(frame, svg, scale, { view: this.view, loop: this.loop, isMain: true })
    this.repaint()
  }

  repaint() {
    this.viewer.repaint()
    this.compare?.viewer.repaint()
  }

  /** @param {string} [id]  what to put beside the loop; without it, the next view or the same one again */
  toggleCompare(id) {
    if (this.compare && (!id || this.compare.beside.id === id)) return this.#closeCompare()
    const choices = [...this.info.views.map((view) => ({ id: view.id, label: view.label, view, isSameCase: true, loop: () => this.#loopOf(view) })), ...this.others]
    const next = id ?? (choices.find((c) => c.isSameCase && c.view.id !== this.view.id) ?? choices[0]).id
    this.viewer.freeze()
    this.compare ??= new Compare(this.viewer, { onclose: () => this.#closeCompare(), painterFor: (beside) => this.#painterFor(beside) })
    this.viewers.append(this.compare.element)
    this.compare.show(choices, next)
    this.#sayCompare()
  }

  /** Puts another case beside this one. @param {import('./compare.js').Beside} other */
  showOther(other) {
    if (!this.others.some((o) => o.id === other.id)) this.others.push(other)
    if (this.compare?.beside.id !== other.id) this.toggleCompare(other.id)
  }

  toggleLink() { return this.compare ? this.compare.toggleLink() : false }

  #painterFor(beside) {
    return beside.paint ?? ((frame, svg, scale) => this.paint?.(frame, svg, scale, { view: beside.view, loop: this.loops.get(beside.view.id), isMain: false }))
  }

  #closeCompare() {
    const hadFocus = this.compare.element.contains(document.activeElement)
    this.compare.dispose()
    this.compare.element.remove()
    this.compare = null
    this.#sayCompare()
    if (hadFocus) this.transport.compare.focus()
  }

  #sayCompare() {
    this.transport.compare.setAttribute('aria-pressed', String(Boolean(this.compare)))
    this.element.toggleAttribute('data-comparing', Boolean(this.compare))
  }

  dispose() {
    this.compare?.dispose()
    for (const other of this.others) other.close()
    this.viewer.dispose()
    for (const loop of this.loops.values()) loop.close()
  }

  #loopOf(view) {
    if (!this.loops.has(view.id)) {
      const loop = this.openLoop(view)
      loop.addEventListener('frame', () => this.#refreshed())
      loop.addEventListener('still', () => this.#refreshed())
      loop.addEventListener('trouble', ({ detail }) => { this.trouble = detail; this.#refreshed() })
      this.loops.set(view.id, loop)
    }
    return this.loops.get(view.id)
  }

  #buildCorners() {
    this.technique = h('div', { class: 'corner tl' })
    this.state = h('div', { class: 'corner tr' })
    this.scaleNote = h('div', { class: 'corner bl' })
    this.loading = h('div', { class: 'loading', role: 'status' })
    this.corners = [this.technique, this.state, this.scaleNote, h('div', { class: 'corner br' }, bodyMark(this.info.vignette)), this.loading]
    this.viewer.stage.append(...this.corners)
  }

  #refreshed() {
    const { viewer, loop } = this
    if (!loop || !this.state) return
    const { playback, tone: { gain, contrast, isInverted } } = viewer
    const word = !canPlay(playback) ? t('still') : t(playback.isPlaying ? 'state.playing' : 'state.frozen')
    fill(this.state, h('b', {}, word), !playback.isPlaying && loop.isLossless(viewer.current) && h('span', { class: 'lossless' }, ` ${t('state.lossless')}`),
      canPlay(playback) && [h('br'), `${number(playback.rate, 2)}×`], gain !== 0 && [h('br'), t('state.gain', { value: signed(gain) })], contrast !== 0 && [h('br'), t('state.contrast', { value: signed(contrast) })], isInverted && [h('br'), t('state.inverted')])
    viewer.stage.setAttribute('aria-label', t('stage.label', { state: word, frame: viewer.current + 1, frames: this.view.frames }))
    this.#showLoading(loop)
  }

  #showLoading(loop) {
    const isDone = loop.isWhole || (loop.loaded > 0 && this.viewer.playback.isPlaying && loop.has(this.viewer.current + 1))
    this.loading.hidden = isDone && !this.trouble
    if (this.trouble) fill(this.loading, h('p', {}, this.trouble))
    else if (!isDone) fill(this.loading, h('div', { class: 'meter' }, h('i', { style: { width: `${(loop.loaded / this.view.frames) * 100}%` } })), h('p', { class: 'caption' }, t('loading', { loaded: loop.loaded, frames: this.view.frames })))
  }
}

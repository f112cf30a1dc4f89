// <frame-line>: the time line of one loop. It shows what belongs to the reader (what was displayed,
// own marks, own key planes) and is one slider; nothing on it depends on truth.

import { h, s } from './dom.js'
import { brightness } from '../state/dwell.js'
import { clamp } from '../state/geometry.js'
import { number, t } from '../words.js'

/** Events: `seek` (detail: frame). */
export class FrameLine extends HTMLElement {
  #view = null

  connectedCallback() {
    if (this.cells) return
    this.cells = h('div', { class: 'cells' })
    this.ticks = h('div', { class: 'ticks', 'aria-hidden': 'true' })
    this.pins = h('div', { class: 'pins', 'aria-hidden': 'true' })
    this.head = h('b', { class: 'head' })
    this.append(this.cells, this.ticks, this.pins, this.head)
    for (const [name, value] of Object.entries({ role: 'slider', tabindex: '0', 'aria-valuemin': '1' })) this.setAttribute(name, value)
    this.addEventListener('pointerdown', (e) => this.#grabbed(e))
    this.addEventListener('pointermove', (e) => this.hasPointerCapture(e.pointerId) && this.#sought(e))
  }

  show(view) {
    this.#view = view
    this.cells.replaceChildren(...Array.from({ length: view.frames }, () => h('i')))
    this.setAttribute('aria-label', t('line.label'))
    this.setAttribute('aria-valuemax', String(view.frames))
    this.#drawTicks()
    this.at(0)
  }

  /** Moves the head. */
  at(frame) {
    const { frames, frameRate } = this.#view
    this.head.style.left = this.#place(frame)
    this.setAttribute('aria-valuenow', String(frame + 1))
    const seconds = frameRate ? t('line.seconds', { seconds: number(frame / frameRate, 2) }) : ''
    this.setAttribute('aria-valuetext', `${t('frame.of', { frame: frame + 1, frames })}${seconds}`)
  }

  /** @param {number[]} displayed @param {{frame: number}[]} marks @param {number[]} keyPlanes @param {(i: number) => boolean} isLoaded */
  update(displayed, marks, keyPlanes, isLoaded) {
    const light = brightness(displayed, this.#view.frames)
    light.forEach((v, i) => {
      this.cells.children[i].style.opacity = String(v)
      this.cells.children[i].className = isLoaded(i) ? '' : 'absent'
    })
    this.pins.replaceChildren(
      ...marks.map((m) => h('b', { class: 'pin', style: { left: this.#place(m.frame) } })),
      ...keyPlanes.map((f) => s('svg', { class: 'flag', width: 12, height: 14, viewBox: '0 0 12 14', style: { left: this.#place(f) } },
        s('path', { d: 'M1.5 1v12M1.5 2H10L8 4.7 10 7.4H1.5' }))))
  }

  #place(frame) { return `${((frame + 0.5) / this.#view.frames) * 100}%` }

  #drawTicks() {
    const { frames, frameRate } = this.#view
    if (!frameRate) return this.ticks.replaceChildren()
    const length = frames / frameRate
    const every = [0.5, 1, 2, 5, 10].find((d) => length / d <= 8) ?? 20
    const times = Array.from({ length: Math.floor(length / every) + 1 }, (_, i) => i * every).filter((x) => x <= length - every * 0.6)
    this.ticks.replaceChildren(
      ...times.map((x) => h('span', { class: 'tick', style: { left: `${(x / length) * 100}%` } }, number(x, 1))),
      h('span', { class: 'tick end' }, `${number(length, 1)} s`))
  }

  #grabbed(event) {
    this.setPointerCapture(event.pointerId)
    this.#sought(event)
  }

  #sought({ clientX }) {
    const box = this.getBoundingClientRect()
    const frame = clamp(Math.floor(((clientX - box.left) / box.width) * this.#view.frames), 0, this.#view.frames - 1)
    this.dispatchEvent(new CustomEvent('seek', { detail: frame }))
  }
}

customElements.define('frame-line', FrameLine)

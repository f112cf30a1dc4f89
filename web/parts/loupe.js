// A round glass over the stage that shows the place under the pointer or cross-hair three times as large,
// in the corner furthest from it, so that it never hides what is measured.

import { h, s } from './dom.js'

const SIZE = 168
const TIMES = 3

export class Loupe {
  constructor() {
    this.picture = h('canvas', { width: SIZE, height: SIZE })
    this.cross = s('svg', { viewBox: '-20 -20 40 40', 'aria-hidden': 'true' }, s('path', { class: 'h', d: 'M-9 0h18M0-9v18' }), s('path', { class: 's', d: 'M-9 0h18M0-9v18' }))
    this.element = h('div', { class: 'loupe', hidden: true, 'aria-hidden': 'true' }, this.picture, this.cross)
  }

  /**
   * @param {{x: number, y: number}|null} place  in frame pixels; null puts the glass away
   * @param {HTMLCanvasElement} canvas  the frame as painted @param {{x: number, y: number}} scale page pixels per frame pixel
   * @param {{left: number, top: number}} on  where on the stage the place lies, 0...1
   */
  show(place, canvas, scale, on) {
    this.element.hidden = !place
    if (!place) return
    this.element.classList.toggle('right', on.left < 0.5)
    this.element.classList.toggle('low', on.top < 0.5)
    const context = this.picture.getContext('2d', { alpha: false })
    const w = SIZE / scale.x / TIMES, high = SIZE / scale.y / TIMES
    context.fillRect(0, 0, SIZE, SIZE)
    context.drawImage(canvas, place.x - w / 2, place.y - high / 2, w, high, 0, 0, SIZE, SIZE)
  }
}

// <cine-viewer>: shows one loop at true speed and paints what lies over each frame in the same
// animation frame as the picture itself. It knows frames and the clock, nothing of answers.

import { h, s } from './dom.js'
import { Loupe } from './loupe.js'
import { drawRuler } from './ruler.js'
import * as clock from '../state/playback.js'
import { FIT, frameRect, limitedTone, panned, PLAIN, toneTable, zoomed } from '../state/viewport.js'
import { addDisplay } from '../state/dwell.js'
import { inside } from '../state/geometry.js'

/** A stretch on one frame counts at most this long: nobody is looking any more. */
const MOST_SECONDS = 60
const RULER_MARGIN = { x: 56, y: 12 }

/**
 * Events: `frame` (detail: index, just painted), `playback` (playing, speed or looping changed),
 * `frozen` (detail: index), `layout`.
 */
export class CineViewer extends HTMLElement {
  /** Paints over a frame: (frame, svg, scale) => void. Runs with the frame's own repaint. */
  painter = () => {}
  /** Seconds displayed, by view and frame. */
  displayed = {}
  /** Whether time on screen counts now. */
  isCounted = () => true
  /** The glass follows the pointer; without it, only while a length is being placed. */
  hasLoupe = false

  #loop = null
  #view = null
  #playback = clock.playbackOf({ frames: 1 })
  #viewport = FIT
  #tone = PLAIN
  #levels = new Uint32Array(256)
  #shown = null
  #isDirty = true
  #ticket = 0
  #startedAt = 0
  #listening = null
  #magnified = null

  connectedCallback() {
    if (this.stage) return
    this.canvas = h('canvas', { class: 'picture' })
    this.over = s('svg', { class: 'over', preserveAspectRatio: 'none' })
    this.ruler = s('svg', { class: 'ruler', 'aria-hidden': 'true' })
    this.frame = h('div', { class: 'frame' }, this.ruler, this.canvas, this.over)
    this.loupe = new Loupe()
    this.stage = h('div', { class: 'stage', tabindex: '0', role: 'application' }, this.frame, this.loupe.element)
    this.append(this.stage)
    this.#setLevels()
    new ResizeObserver(() => this.#laidOut()).observe(this.stage)
    document.addEventListener('visibilitychange', this.#visibility)
  }

  #visibility = () => { document.hidden ? this.#settle(performance.now()) : this.#shown && (this.#shown.since = performance.now()) }

  /** Takes another loop; `startFrozen` leaves it on its first frame. */
  show(loop, { startFrozen = false, frame = 0 } = {}) {
    this.#settle(performance.now())
    this.#listening?.abort()
    this.#listening = new AbortController()
    this.#startedAt = performance.now()
    this.#loop = loop
    this.#view = loop.view
    this.#shown = null
    this.#viewport = FIT
    this.#playback = { ...clock.playbackOf(loop.view), rate: this.#playback.rate, isLooping: this.#playback.isLooping, anchorFrame: frame }
    this.over.setAttribute('viewBox', `0 0 ${loop.view.width} ${loop.view.height}`)
    const { signal } = this.#listening
    loop.addEventListener('frame', ({ detail }) => this.#arrived(detail, startFrozen), { signal })
    loop.addEventListener('still', () => this.repaint(), { signal })
    drawRuler(this.ruler, loop.view)
    this.#laidOut()
    this.repaint()
  }

  /** Stops and forgets the loop. */
  dispose() {
    this.#settle(performance.now())
    this.#listening?.abort()
    document.removeEventListener('visibilitychange', this.#visibility)
    cancelAnimationFrame(this.#ticket)
    this.#loop = null
  }

  get view() { return this.#view }
  get playback() { return this.#playback }
  get tone() { return this.#tone }
  get current() { return this.#shown?.frame ?? this.#playback.anchorFrame }
  get isPlaying() { return this.#playback.isPlaying }
  get viewport() { return this.#viewport }
  /** Page pixels per frame pixel. */
  get scale() {
    const box = this.frame.getBoundingClientRect()
    return { x: Math.max(box.width, 1) / (this.#view?.width ?? 1), y: Math.max(box.height, 1) / (this.#view?.height ?? 1) }
  }

  play() { this.#set(clock.play(this.#playback, performance.now())) }
  freeze() { if (this.isPlaying) this.#set(clock.seek(clock.pause(this.#playback, performance.now()), this.current, performance.now())) }
  toggle() { this.isPlaying ? this.freeze() : this.play() }
  /** From the frame on screen while playing; from the frame asked for last when frozen, so that quick presses add up. */
  step(by) {
    const from = this.isPlaying ? this.current : this.#playback.anchorFrame
    this.#set(clock.step({ ...this.#playback, anchorFrame: from, isPlaying: false }, by, performance.now()))
  }

  seek(frame) { this.#set(clock.seek(clock.pause(this.#playback, performance.now()), frame, performance.now())) }
  setRate(rate) { this.#set(clock.setRate(this.#playback, rate, performance.now())) }
  shiftRate(by) { this.#set(clock.shiftRate(this.#playback, by, performance.now())) }
  toggleLooping() { this.#set(clock.setLooping(this.#playback, !this.#playback.isLooping, performance.now())) }

  /** Gain, contrast, inversion: changes what is given. @param {Partial<import('../state/viewport.js').Tone>} change */
  setTone(change) {
    this.#tone = limitedTone({ ...this.#tone, ...change })
    this.#setLevels()
    this.repaint()
    this.dispatchEvent(new Event('playback'))
  }

  zoom(factor, at) { this.#setViewport(factor === 0 ? FIT : zoomed(this.#viewport, factor, at)) }

  setLoupe(isOn) {
    this.hasLoupe = isOn
    this.magnify(null)
    this.dispatchEvent(new Event('playback'))
  }

  /** Shows a place of the frame enlarged; null puts the glass away. @param {{x: number, y: number}|null} place */
  magnify(place) {
    this.#magnified = place
    this.#drawLoupe()
  }

  #drawLoupe() {
    const p = this.#magnified
    if (!p || !this.#shown) return this.loupe.show(null)
    const frame = this.frame.getBoundingClientRect(), stage = this.stage.getBoundingClientRect(), { x, y } = this.scale
    const left = (frame.left - stage.left + p.x * x) / stage.width, top = (frame.top - stage.top + p.y * y) / stage.height
    this.loupe.show(p, this.canvas, { x, y }, { left, top })
  }

  /** Pans by page pixels. */
  pan(dx, dy) {
    const box = this.frame.getBoundingClientRect(), { zoom } = this.#viewport
    this.#setViewport(panned(this.#viewport, (dx * zoom) / box.width, (dy * zoom) / box.height))
  }

  /** The place in the frame under a pointer. */
  placeAt({ clientX, clientY }) {
    const box = this.frame.getBoundingClientRect()
    const p = { x: ((clientX - box.left) / box.width) * this.#view.width, y: ((clientY - box.top) / box.height) * this.#view.height }
    return inside(p, this.#view)
  }

  /** Paints again soon: what lies over the frame has changed. */
  repaint() {
    this.#isDirty = true
    if (!this.#ticket) this.#ticket = requestAnimationFrame((now) => this.#tick(now))
  }

  /** Display time up to now, for storing. */
  settleDisplay() { this.#settle(performance.now()) }

  #set(playback) {
    this.#playback = playback
    this.#loop?.follow(playback.anchorFrame)
    this.repaint()
    this.dispatchEvent(new Event('playback'))
    this.#announceFrozen()
  }

  #announceFrozen() {
    if (this.#playback.isPlaying) return
    this.dispatchEvent(new CustomEvent('frozen', { detail: this.#playback.anchorFrame }))
  }

  #setViewport(viewport) {
    this.#viewport = viewport
    this.#laidOut()
    this.repaint()
  }

  #arrived(index, startFrozen) {
    const isFirst = this.#shown === null
    if (isFirst && index === this.#playback.anchorFrame && clock.canPlay(this.#playback) && !startFrozen) {
      this.#playback = clock.play(this.#playback, performance.now())
      this.dispatchEvent(new Event('playback'))
    }
    if (isFirst || !this.#playback.isPlaying) this.repaint()
  }

  #tick(now) {
    this.#ticket = 0
    if (!this.#loop) return
    const frame = this.#due(now)
    if (this.#loop.plane(frame) && (this.#isDirty || frame !== this.#shown?.frame)) this.#paint(frame, now)
    if (clock.hasEnded(this.#playback, now)) this.#set(clock.pause(this.#playback, now))
    if (this.#playback.isPlaying) this.#ticket ||= requestAnimationFrame((next) => this.#tick(next))
  }

  /** The frame to paint now. A frame that has not arrived holds the loop; the clock waits with it. */
  #due(now) {
    const due = clock.frameAt(this.#playback, now)
    if (!this.#playback.isPlaying || this.#loop.has(due)) return due
    let frame = this.#shown?.frame ?? this.#playback.anchorFrame
    while (frame < due && this.#loop.has(frame + 1)) frame += 1
    this.#playback = clock.seek(this.#playback, frame, now)
    this.#loop.follow(due)
    return frame
  }

  #paint(frame, now) {
    const isNew = frame !== this.#shown?.frame
    if (isNew) this.#settle(now)
    this.#drawPlane(this.#loop.plane(frame))
    this.over.replaceChildren()
    this.painter(frame, this.over, this.scale)
    this.canvas.dataset.frame = this.over.dataset.frame = String(frame)
    this.#isDirty = false
    if (this.#magnified) this.#drawLoupe()
    if (!isNew) return
    if (!this.#shown) performance.measure('first frame', { start: this.#startedAt, end: performance.now() })
    this.#shown = { frame, since: now }
    this.dispatchEvent(new CustomEvent('frame', { detail: frame }))
  }

  #drawPlane({ width, height, pixels }) {
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height })
    const context = this.canvas.getContext('2d', { alpha: false })
    const image = context.createImageData(width, height)
    const out = new Uint32Array(image.data.buffer), levels = this.#levels
    for (let i = 0; i < pixels.length; i++) out[i] = levels[pixels[i]]
    context.putImageData(image, 0, 0)
  }

  #setLevels() {
    toneTable(this.#tone).forEach((v, i) => { this.#levels[i] = 0xff000000 | (v << 16) | (v << 8) | v })
  }

  #settle(now) {
    if (!this.#shown || !this.#view) return
    if (!document.hidden && this.isCounted()) addDisplay(this.displayed, this.#view.id, this.#shown.frame, Math.min((now - this.#shown.since) / 1000, MOST_SECONDS))
    this.#shown.since = now
  }

  #laidOut() {
    if (!this.#view) return
    const margin = this.stage.clientWidth > 480 ? RULER_MARGIN : { x: 0, y: 0 }
    const rect = frameRect(this.#viewport, this.#view, { width: this.stage.clientWidth, height: this.stage.clientHeight }, margin)
    for (const side of ['left', 'top', 'width', 'height']) this.frame.style[side] = `${rect[side]}px`
    this.repaint()
    this.dispatchEvent(new Event('layout'))
  }
}

customElements.define('cine-viewer', CineViewer)

// Pointer and keyboard on the stage: what a press, a drag, a click or Enter means for the tool in hand.
// It ends in events on the reading; drawing itself is the overlay's.

import * as drafting from '../state/drafting.js'
import { centre, contains, distance, handles, inside, moved, resized } from '../state/geometry.js'
import { pinched } from '../state/pinch.js'

/** How far a click may slip and a grip may be missed, in page pixels. */
const SLACK = 4
const REACH = 12
let drags = 0

export class Drawing {
  /** @type {import('../state/drafting.js').Draft|null} */
  draft = null
  /** The keyboard's cross-hair, or null while it is put away. */
  cross = null
  /** The chosen mark is held: arrows nudge it. */
  isHolding = false
  #drag = null
  /** Fingers on the stage, by pointer. @type {Map<number, PointerEvent>} */
  #fingers = new Map()

  /**
   * @param {import('./cine-viewer.js').CineViewer} viewer
   * @param {{tool: () => string, reading: () => object, mayMark: () => boolean, emit: (event: object) => void}} host
   */
  constructor(viewer, host) {
    this.viewer = viewer
    this.host = host
    this.ending = new AbortController()
    const { signal } = this.ending
    const on = (name, take, options = {}) => viewer.stage.addEventListener(name, take, { signal, ...options })
    on('pointerdown', (e) => this.#down(e))
    on('pointermove', (e) => this.#move(e))
    on('pointerup', (e) => this.#up(e))
    on('pointercancel', (e) => { this.#fingers.delete(e.pointerId); this.cancel() })
    on('pointerleave', () => this.viewer.hasLoupe && this.viewer.magnify(null))
    on('wheel', (e) => this.#wheel(e), { passive: false })
  }

  dispose() { this.ending.abort() }

  /** Puts everything unfinished away. @returns {boolean} whether there was anything */
  cancel() {
    const had = Boolean(this.draft || this.cross || this.isHolding)
    this.draft = this.cross = this.#drag = null
    this.isHolding = false
    this.viewer.magnify(null)
    this.viewer.repaint()
    return had
  }

  /** Enter on the stage. @returns {boolean} whether it meant something */
  enter() {
    const tool = this.host.tool()
    if (!this.host.mayMark()) return false
    if (!drafting.TOOLS.includes(tool)) return this.#hold()
    this.viewer.freeze()
    if (!this.cross && this.draft?.tool === 'polygon') this.#apply(drafting.closed(this.draft))
    else if (!this.cross) this.cross = this.#somewhere()
    else this.#apply(drafting.enter(this.draft, tool, this.cross))
    this.#look(this.cross)
    this.viewer.repaint()
    return true
  }

  /** Delete while an outline grows takes its last corner back. @returns {boolean} whether there was one */
  takeBack() {
    if (this.draft?.tool !== 'polygon') return false
    this.draft = drafting.withoutCorner(this.draft)
    this.viewer.repaint()
    return true
  }

  /** The loupe where a length or corner is being placed, or wherever the pointer is when it is switched on. */
  #look(place) {
    const isFine = ['caliper', 'pair', 'polygon'].includes(this.host.tool()) && (this.draft || this.cross)
    this.viewer.magnify(place && (this.viewer.hasLoupe || isFine || this.#drag?.kind === 'end') ? place : null)
  }

  /** An arrow key while the cross-hair is out or a mark is held. @returns {boolean} whether it was taken */
  arrow(dx, dy) {
    if (this.cross) {
      this.cross = inside({ x: this.cross.x + dx, y: this.cross.y + dy }, this.viewer.view)
      this.draft = drafting.move(this.draft, this.cross)
      this.#look(this.cross)
      this.viewer.repaint()
      return true
    }
    const mark = this.isHolding && this.#chosen()
    if (!mark) return false
    this.host.emit({ type: 'nudge', mark: mark.id, dx, dy, size: this.viewer.view, group: `nudge ${mark.id}` })
    return true
  }

  #hold() {
    const mark = this.#chosen()
    if (!mark) return false
    if (mark.frame !== this.viewer.current) this.viewer.seek(mark.frame)
    this.isHolding = !this.isHolding
    this.viewer.repaint()
    return true
  }

  #somewhere() {
    const mark = this.#chosen()
    const { width, height } = this.viewer.view
    return mark ? centre(mark.shape) : { x: width / 2, y: height / 2 }
  }

  #chosen() {
    const { answer, chosen } = this.host.reading()
    return answer.marks.find((m) => m.id === chosen && m.view === this.viewer.view.id) ?? null
  }

  get #slack() { return SLACK / this.viewer.scale.x }

  #down(event) {
    if (event.button > 1) return
    if (event.pointerType === 'touch' && this.#touched(event)) return
    this.viewer.stage.focus({ preventScroll: true })
    this.viewer.stage.setPointerCapture(event.pointerId)
    const tool = event.button === 1 ? 'pan' : this.host.tool()
    const p = this.viewer.placeAt(event)
    if (tool === 'pan') this.#drag = { kind: 'pan', x: event.clientX, y: event.clientY }
    else if (tool === 'zoom') this.#zoom(event, p)
    else if (this.host.mayMark()) this.#press(tool, p)
    event.preventDefault()
  }

  /** A second finger puts the first one's drawing away and begins a pinch. @returns {boolean} */
  #touched(event) {
    this.#fingers.set(event.pointerId, event)
    if (this.#fingers.size < 2) return false
    this.cancel()
    this.#drag = { kind: 'pinch' }
    event.preventDefault()
    return true
  }

  #pinched(event) {
    const before = [...this.#fingers.values()]
    this.#fingers.set(event.pointerId, event)
    const now = [...this.#fingers.values()]
    if (before.length !== 2) return
    const { factor, dx, dy, at } = pinched(before, now), p = this.viewer.placeAt(at), { width, height } = this.viewer.view
    this.viewer.zoom(factor, { x: p.x / width, y: p.y / height })
    this.viewer.pan(dx, dy)
  }

  #press(tool, p) {
    this.cross = null
    if (!this.draft) {
      this.#drag = this.#grip(tool, p) ?? (tool === 'select' ? this.#pick(p) : null)
      if (this.#drag || tool === 'select') return this.viewer.repaint()
    }
    this.viewer.freeze()
    this.#apply(drafting.down(this.draft, tool, p))
    this.viewer.repaint()
  }

  #zoom({ shiftKey, altKey }, p) {
    const { width, height } = this.viewer.view
    this.viewer.zoom(shiftKey || altKey ? 1 / 1.5 : 1.5, { x: p.x / width, y: p.y / height })
  }

  /** A grip of the chosen mark or an end of one of its calipers, under the pointer. A measuring tool
   *  leaves outlines alone, a drawing tool leaves lengths alone: they often begin at the same margin. */
  #grip(tool, p) {
    const mark = this.#chosen(), reach = REACH / this.viewer.scale.x
    if (!mark || this.viewer.isPlaying) return null
    const group = `drag ${++drags}`
    const isMeasuring = tool === 'caliper' || tool === 'pair'
    if (mark.frame === this.viewer.current && !isMeasuring) {
      const handle = handles(mark.shape).findIndex((q) => distance(p, q) <= reach)
      if (handle >= 0) return { kind: 'handle', mark: mark.id, handle, shape: mark.shape, group }
    }
    for (const [index, caliper] of mark.calipers.entries()) {
      if ((!isMeasuring && tool !== 'select') || caliper.frame !== this.viewer.current) continue
      const end = ['from', 'to'].find((side) => distance(caliper[side], p) <= reach)
      if (end) return { kind: 'end', mark: mark.id, index, end, group }
    }
    return null
  }

  /** The mark under the pointer becomes the chosen one and can be dragged. */
  #pick(p) {
    const { answer } = this.host.reading()
    const here = answer.marks.filter((m) => m.view === this.viewer.view.id && m.frame === this.viewer.current)
    const mark = here.findLast((m) => contains(m.shape, p, REACH / this.viewer.scale.x))
    this.isHolding = Boolean(mark)
    if (!mark) return null
    this.host.emit({ type: 'choose', mark: mark.id })
    return { kind: 'move', mark: mark.id, shape: mark.shape, from: p, group: `drag ${++drags}` }
  }

  #move(event) {
    if (this.#drag?.kind === 'pinch') return this.#pinched(event)
    if (this.#drag?.kind === 'pan') return this.#panned(event)
    const p = this.viewer.placeAt(event)
    this.#look(p)
    if (this.#drag) return this.#dragged(p)
    if (!this.draft) return
    this.draft = drafting.move(this.draft, p)
    this.viewer.repaint()
  }

  #panned({ clientX, clientY }) {
    this.viewer.pan(clientX - this.#drag.x, clientY - this.#drag.y)
    Object.assign(this.#drag, { x: clientX, y: clientY })
  }

  #dragged(p) {
    const { kind, mark, shape, group, handle, from, index, end } = this.#drag
    if (kind === 'handle') this.host.emit({ type: 'reshape', mark, shape: resized(shape, handle, p), group })
    if (kind === 'move') this.host.emit({ type: 'reshape', mark, shape: moved(shape, p.x - from.x, p.y - from.y), group })
    if (kind === 'end') this.host.emit({ type: 'moveCaliper', mark, index, end, at: p, group })
  }

  #up(event) {
    this.#fingers.delete(event.pointerId)
    if (this.#drag?.kind === 'pinch') return void (this.#fingers.size === 0 && (this.#drag = null))
    this.#drag = null
    const p = this.viewer.placeAt(event)
    if (this.draft) this.#apply(drafting.up(this.draft, p, this.#slack))
    this.#look(p)
    this.viewer.repaint()
  }

  #wheel(event) {
    event.preventDefault()
    const p = this.viewer.placeAt(event), { width, height } = this.viewer.view
    if (event.ctrlKey) return this.viewer.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, { x: p.x / width, y: p.y / height })
    this.viewer.step(event.deltaY > 0 ? 1 : -1)
  }

  #apply({ draft, done }) {
    this.draft = draft
    if (!done) return
    const here = { view: this.viewer.view.id, frame: this.viewer.current }
    if (done.kind === 'shape') this.host.emit({ type: 'mark', ...here, shape: done.shape })
    const group = `pair ${++drags}`
    for (const length of done.lengths ?? []) this.host.emit({ type: 'caliper', ...here, ...length, group })
  }
}

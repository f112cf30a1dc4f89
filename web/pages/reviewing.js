// The feedback beside its loop: layers, lanes, table. Also how an instructor sees a trainee's read and
// previews a case; then nothing can be opened next.

import { fill, h } from '../parts/dom.js'
import '../parts/time-lanes.js'
import { LayerBar } from '../parts/layer-bar.js'
import { feedbackPanel } from '../parts/feedback-panel.js'
import { simulatedTag } from '../parts/credit.js'
import { openKeySheet, lettersAreKeys } from '../parts/key-sheet.js'
import { Drawing } from '../parts/drawing.js'
import { paintAI, paintExperts, paintMine } from '../parts/stage-layers.js'
import { actionFor } from '../state/keymap.js'
import { lanesOf } from '../state/lanes.js'
import { readingOf } from '../state/reading.js'
import { t } from '../words.js'

export class Reviewing {
  /**
   * @param {{stage: object, rail: HTMLElement, side: HTMLElement, lexicon: object}} page
   * @param {object} feedback
   * @param {{onnext?: (() => void)|null, actions?: Node[]}} verbs
   */
  constructor(page, feedback, { onnext = null, actions = [] } = {}) {
    Object.assign(this, { page, feedback, onnext, actions })
    this.viewer = page.stage.viewer
    const read = feedback.attempt?.reads.final ?? feedback.attempt?.reads.first ?? null
    this.answer = read && readingOf(read).answer
    this.lanes = h('time-lanes')
    this.lanes.addEventListener('seek', ({ detail }) => this.viewer.seek(detail))
    this.moved = ({ detail }) => this.lanes.at(detail)
  }

  start() {
    const { page, feedback } = this
    this.layers = new LayerBar(() => this.viewer.repaint())
    this.layers.show(this.answer ? ['mine', 'experts', 'ai'] : ['experts', 'ai'], simulatedTag(feedback.case.isSimulated))
    this.drawing = new Drawing(this.viewer, { tool: () => 'pan', reading: () => ({ answer: { marks: [] }, chosen: null }), mayMark: () => false, emit: () => {} })
    fill(page.rail)
    fill(page.stage.top, this.layers.element)
    fill(page.stage.under, this.lanes)
    fill(page.stage.transport.tail, this.#jumps())
    fill(page.side, feedbackPanel(feedback, page.lexicon, { onnext: this.onnext, nextLabel: t('next'), actions: this.actions }))
    this.viewer.painter = (frame, svg, scale) => this.#paint(frame, svg, scale)
    this.viewer.addEventListener('frame', this.moved)
    this.viewChanged()
    this.#goToStart()
    page.side.querySelector('h1')?.focus({ preventScroll: true })
  }

  dispose() {
    this.viewer.removeEventListener('frame', this.moved)
    this.viewer.painter = () => {}
    this.drawing.dispose()
    fill(this.page.stage.top)
    fill(this.page.stage.under)
    fill(this.page.stage.transport.tail)
  }

  viewChanged() {
    const view = this.page.stage.view
    this.lanes.show({ lanes: lanesOf(this.feedback, view.id), view })
    this.lanes.hidden = view.frames === 1
    this.page.stage.transport.line.hidden = true
    this.lanes.at(this.viewer.current)
    this.viewer.repaint()
  }

  /** First on my mark, else where the lesion is best seen. */
  #goToStart() {
    const mark = this.answer?.marks[0]
    if (mark) return this.page.stage.go(mark)
    const lesion = this.feedback.lesions[0], view = lesion?.views[0]
    if (view?.keyPlane) this.page.stage.go({ view: view.id, frame: view.keyPlane.best })
  }

  /** Buttons to the moments worth seeing. */
  #jumps() {
    const { feedback, answer, page } = this
    const go = (key, place) => place && h('button', { class: 'btn-ghost', onclick: () => page.stage.go(place) }, t(key))
    const visible = feedback.lesions[0]?.views.find((v) => v.outlines.length > 0)
    const best = feedback.lesions[0]?.views.find((v) => v.keyPlane)
    const wrong = answer?.marks.find((m) => feedback.falseMarks.some((f) => f.marks.includes(m.id)))
    return [
      go('jump.visible', visible && { view: visible.id, frame: Math.min(...visible.outlines.map((o) => o.frame)) }),
      go('jump.best', best && { view: best.id, frame: best.keyPlane.best }), go('jump.mark', answer?.marks[0]), go('jump.false', wrong),
    ].filter(Boolean)
  }

  #paint(frame, svg, scale) {
    const { view, loop } = this.page.stage, { shown } = this.layers
    if (shown.experts) paintExperts(svg, { frame, scale, view, lesions: this.feedback.lesions })
    if (shown.ai) paintAI(svg, { frame, scale, findings: loop?.findings(frame) ?? this.#storedFindings(view, frame) })
    if (shown.mine && this.answer) paintMine(svg, { frame, scale, view, answer: this.answer, prefix: t('overlay.mine') })
  }

  #storedFindings(view, frame) {
    return this.feedback.ai?.views.find((v) => v.id === view.id)?.frames.find((f) => f.frame === frame) ?? null
  }

  key(event) {
    const action = actionFor(event, { letters: lettersAreKeys() })
    if (!action || event.target.closest('dialog') || (event.target.matches('button, a, input') && (action === 'freeze' || action === 'enter'))) return
    if (this.#perform(action) !== false) event.preventDefault()
  }

  #perform(action) {
    const { viewer } = this
    const [kind, what] = action.split('.')
    switch (kind) {
      case 'step': return viewer.step((what.startsWith('back') ? -1 : 1) * (what.endsWith('10') ? 10 : 1))
      case 'first': return viewer.seek(0)
      case 'last': return viewer.seek(viewer.view.frames - 1)
      case 'freeze': return viewer.toggle()
      case 'slower': return viewer.shiftRate(-1)
      case 'faster': return viewer.shiftRate(1)
      case 'loop': return viewer.toggleLooping()
      case 'gain': return viewer.setGain(viewer.gain + (what === 'up' ? 2 : -2))
      case 'zoom': return viewer.zoom({ in: 1.3, out: 1 / 1.3, fit: 0 }[what])
      case 'overlays': return this.layers.toggleAll()
      case 'layer': return this.layers.toggle(what)
      case 'sheet': return openKeySheet()
      case 'next': return this.onnext ? this.onnext() : false
      default: return false
    }
  }
}

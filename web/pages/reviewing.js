// The feedback beside its loop: layers, lanes, table. Also how an instructor sees a trainee's read and
// previews a case; then nothing can be opened next.

import { fill, h } from '../parts/dom.js'
import '../parts/time-lanes.js'
import { LayerBar } from '../parts/layer-bar.js'
import { feedbackPanel } from '../parts/feedback-panel.js'
import { simulatedTag } from '../parts/credit.js'
import { keyOptions } from '../parts/key-sheet.js'
import { isKept, viewerKey } from './viewer-keys.js'
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
   * @param {{onnext?: (() => void)|null, actions?: Node[], onrelated?: (related: object) => void, onagain?: () => void}} verbs
   */
  constructor(page, feedback, { onnext = null, actions = [], onrelated, onagain } = {}) {
    Object.assign(this, { page, feedback, onnext, actions, onrelated, onagain })
    this.viewer = page.stage.viewer
    const read = feedback.attempt?.reads.final ?? feedback.attempt?.reads.first ?? null
    this.answer = read && readingOf(read).answer
    this.lanes = h('time-lanes')
    this.lanes.addEventListener('seek', ({ detail }) => this.viewer.seek(detail))
    this.moved = ({ detail }) => this.lanes.at(detail)
  }

  start() {
    const { page, feedback } = this
    this.layers = new LayerBar(() => page.stage.repaint())
    this.layers.show(this.answer ? ['mine', 'experts', 'ai'] : ['experts', 'ai'], simulatedTag(feedback.case.isSimulated))
    this.drawing = new Drawing(this.viewer, { tool: () => 'pan', reading: () => ({ answer: { marks: [] }, chosen: null }), mayMark: () => false, emit: () => {} })
    fill(page.rail)
    fill(page.stage.top, this.layers.element)
    fill(page.stage.under, this.lanes)
    fill(page.stage.transport.tail, this.#jumps())
    fill(page.side, feedbackPanel(feedback, page.lexicon, { onnext: this.onnext, nextLabel: t('next'), actions: this.actions, onrelated: this.onrelated, onagain: this.onagain }))
    page.stage.paintWith((frame, svg, scale, at) => this.#paint(frame, svg, scale, at))
    this.viewer.addEventListener('frame', this.moved)
    this.viewChanged()
    this.#goToStart()
    page.side.querySelector('h1')?.focus({ preventScroll: true })
  }

  dispose() {
    this.viewer.removeEventListener('frame', this.moved)
    this.page.stage.paintWith(() => {})
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
    this.page.stage.repaint()
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

  #paint(frame, svg, scale, { view, loop }) {
    const { shown } = this.layers
    if (shown.experts) paintExperts(svg, { frame, scale, view, lesions: this.feedback.lesions })
    if (shown.ai) paintAI(svg, { frame, scale, findings: loop?.findings(frame) ?? this.#storedFindings(view, frame) })
    if (shown.mine && this.answer) paintMine(svg, { frame, scale, view, answer: this.answer, prefix: t('overlay.mine') })
  }

  #storedFindings(view, frame) {
    return this.feedback.ai?.views.find((v) => v.id === view.id)?.frames.find((f) => f.frame === frame) ?? null
  }

  key(event) {
    const action = actionFor(event, keyOptions())
    if (!action || isKept(event.target, action)) return
    if (this.#perform(action) !== false) event.preventDefault()
  }

  #perform(action) {
    const [kind, what] = action.split('.')
    switch (kind) {
      case 'overlays': return this.layers.toggleAll()
      case 'layer': return this.layers.toggle(what)
      case 'next': return this.onnext ? this.onnext() : false
      default: return viewerKey(action, this.page.stage)
    }
  }
}

// The phases in which an answer grows: reading and the second read. Owns the reading, its autosave and
// its keys; ends by handing the answer to the outbox.

import { outbox } from '../outbox.js'
import { fill, h } from '../parts/dom.js'
import { ToolRail } from '../parts/tool-rail.js'
import { Drawing } from '../parts/drawing.js'
import { ReadingPanel } from '../parts/reading-panel.js'
import { SecondReadPanel, changeText } from '../parts/second-read-panel.js'
import { CommitBar } from '../parts/commit-bar.js'
import { LayerBar } from '../parts/layer-bar.js'
import { ask } from '../parts/key-sheet.js'
import { say, shout } from '../parts/shell.js'
import { paintAI, paintDraft, paintMine } from '../parts/stage-layers.js'
import { apply, readingOf } from '../state/reading.js'
import { roundedDisplay } from '../state/dwell.js'
import { missing, overallAssessment, readOf } from '../state/answer.js'
import { AIBeside } from './ai-beside.js'
import { Autosave } from './autosave.js'
import { sentence } from '../sentences.js'
import { answerKey } from './answer-keys.js'
import { t } from '../words.js'

export class Answering {
  /** @type {'keep'|'revise'|null} what the second read decided; null until it did */
  choice = null
  isLocked = false

  constructor(page) {
    this.page = page
    this.attempt = page.attempt
    this.isSecond = page.attempt.phase === 'revising'
    this.viewer = page.stage.viewer
    this.startedAt = performance.now()
    this.#beginSaving()
  }

  #beginSaving() {
    this.autosave = new Autosave(this.attempt, () => this.read(), () => ({ loose: this.reading.answer.loose }))
    this.autosave.addEventListener('state', ({ detail }) => this.bar.save(detail))
  }

  async start() {
    const kept = await this.#restore()
    this.reading = readingOf(kept)
    this.before = { displayed: kept?.displayed ?? {}, duration: kept?.duration ?? 0 }
    this.viewer.displayed = structuredClone(this.before.displayed)
    this.#build()
    this.beat = setInterval(() => this.#drawLine(), 500)
    this.frameSeen = () => this.#drawLine()
    this.viewer.addEventListener('frozen', this.frameSeen)
    if (this.choice) this.second.update(this.choice)
    this.beside.start()
    if (await outbox.waiting(this.attempt.id)) this.#lock()
    this.#refresh()
  }

  dispose() {
    clearInterval(this.beat)
    this.autosave.stop()
    this.viewer.removeEventListener('frozen', this.frameSeen)
    this.page.stage.paintWith(() => {})
    this.drawing.dispose()
  }

  leaving() { if (!this.isLocked) this.autosave.flush() }

  /** The newest of what this device and the server kept. */
  async #restore() {
    const draft = await outbox.draft(this.attempt.id)
    const local = draft?.phase === this.attempt.phase ? draft : null
    if (this.isSecond) {
      if (local) this.choice = 'revise'
      return local?.read ?? this.attempt.reads.first
    }
    if (local && (!local.isSent || !this.attempt.draft)) return local.read
    // Lengths that wait for a mark are no answer yet: only this device knows them.
    return this.attempt.draft && { ...this.attempt.draft, loose: local?.read.loose }
  }

  #build() {
    const { page, attempt } = this
    this.rail = new ToolRail({
      onpick: () => this.drawing.cancel(), onmarks: () => this.layers.toggle('mine'), onundo: () => this.emit({ type: 'undo' }), onredo: () => this.emit({ type: 'redo' }),
    })
    this.layers = new LayerBar(() => { this.page.stage.repaint(); this.#refreshRail() })
    this.beside = new AIBeside(attempt, { loops: () => page.stage.loops.values(), onshown: () => this.#showAI(), save: () => this.autosave.sendNow() })
    this.layers.show(this.hasAI ? ['mine', 'ai'] : ['mine'])
    this.drawing = new Drawing(this.viewer, {
      tool: () => this.rail.tool, reading: () => this.reading, mayMark: () => this.mayAnswer, emit: (event) => this.emit(event),
    })
    this.panel = new ReadingPanel({ lexicon: page.lexicon, views: attempt.case.views, emit: (e) => this.emit(e), go: (mark) => page.stage.go(mark) })
    this.second = this.isSecond && new SecondReadPanel({ lexicon: page.lexicon, attempt, onchoose: (c) => this.#choose(c) }, this.panel.element)
    this.bar = new CommitBar(() => this.commit())
    fill(page.rail, this.rail.element)
    fill(page.stage.top, this.hasAI && this.layers.element)
    fill(page.stage.under)
    fill(page.side, this.#steps(), h('div', { class: 'scroll' }, this.beside.element, (this.second || this.panel).element), this.bar.element)
    page.stage.paintWith((frame, svg, scale, at) => this.#paint(frame, svg, scale, at))
  }

  /** Whether the AI's layer may be shown. */
  get hasAI() { return this.isSecond || this.beside.isShown }

  #showAI() {
    this.layers.show(['mine', 'ai'])
    fill(this.page.stage.top, this.layers.element)
    this.page.stage.repaint()
  }

  askForAI() { return this.beside.isThere ? void this.beside.ask() : false }

  /** Jumps within the panel, where it does not fit. */
  #steps() {
    if (this.isSecond) return null
    const link = (id, key) => h('button', { class: 'btn-ghost', onclick: () => document.getElementById(id).scrollIntoView({ block: 'start' }) }, t(key))
    return h('nav', { class: 'steps', 'aria-label': t('answer') }, link('marks', 'marks'), link('describe', 'describe.short'), link('category', 'category.short'), link('quality', 'quality'))
  }

  get mayAnswer() { return !this.isLocked && (!this.isSecond || this.choice === 'revise') }

  /** The only way an answer changes. */
  emit(event) {
    const isAnswer = event.type !== 'choose'
    if (isAnswer && !this.mayAnswer) return
    this.reading = apply(this.reading, event.type === 'mark' ? { ...event, displayedBefore: this.#displayed(event.view) } : event)
    this.#refresh()
    if (isAnswer) this.autosave.touch()
  }

  /** Seconds each frame of a view has been on screen by now; a mark keeps them, for the time it took to place it. */
  #displayed(view) {
    this.viewer.settleDisplay()
    return roundedDisplay(this.viewer.displayed)[view] ?? []
  }

  /** The answer as it stands, with display times of this and earlier visits. */
  read() {
    this.viewer.settleDisplay()
    const duration = this.before.duration + (performance.now() - this.startedAt) / 1000
    return readOf(this.reading.answer, this.page.lexicon, this.viewer.displayed, duration)
  }

  #refresh() {
    this.panel.update(this.reading)
    this.#refreshRail()
    this.#refreshBar()
    this.#drawLine()
    this.page.stage.repaint()
  }

  #refreshRail() {
    const { past, future } = this.reading
    this.rail.update({ canUndo: past.length > 0 && this.mayAnswer, canRedo: future.length > 0 && this.mayAnswer, areMarksShown: this.layers.shown.mine })
  }

  #refreshBar() {
    const [first] = this.#missing()
    const label = t(this.isSecond ? 'commit.final' : 'commit')
    this.bar.update({ label, isBlocked: Boolean(first) && !this.isLocked, isBusy: this.isLocked, why: this.#why(first) })
  }

  #why(first) {
    if (first) return t(first.key, { number: first.mark })
    if (!this.isSecond) return t('commit.complete')
    return changeText(readingOf(this.attempt.reads.first).answer, { ...this.reading.answer, assessment: overallAssessment(this.reading.answer, this.page.lexicon) }, this.page.lexicon)
  }

  #missing() {
    if (this.isSecond && !this.choice) return [{ key: 'missing.choice', mark: null }]
    return missing(this.reading.answer, this.page.lexicon)
  }

  #drawLine() {
    const view = this.page.stage.view, { marks } = this.reading.answer
    const here = marks.filter((m) => m.view === view.id)
    this.viewer.settleDisplay()
    this.page.stage.transport.line.update(this.viewer.displayed[view.id], here, here.map((m) => m.keyPlane).filter((f) => f !== null), (i) => this.page.stage.loop?.has(i))
    const chosen = this.#chosen()
    this.page.stage.transport.keyPlane(chosen?.keyPlane ?? null, Boolean(chosen) && this.mayAnswer)
  }

  #chosen() { return this.reading.answer.marks.find((m) => m.id === this.reading.chosen) ?? null }

  #paint(frame, svg, scale, { view, loop, isMain }) {
    const { shown } = this.layers
    if (this.hasAI && shown.ai) paintAI(svg, { frame, scale, findings: loop?.findings(frame) })
    if (shown.mine) {
      paintMine(svg, { frame, scale, view, answer: this.reading.answer, chosen: this.reading.chosen, isEditable: isMain && this.mayAnswer && !this.viewer.isPlaying, isHolding: isMain && this.drawing.isHolding })
    }
    if (isMain) paintDraft(svg, { draft: this.drawing.draft, cross: this.drawing.cross, scale, view })
  }

  viewChanged() {
    this.drawing?.cancel()
    this.#drawLine()
  }

  /** Sets the plane on screen as the chosen mark's key plane; again takes it back. */
  keyPlane() {
    const mark = this.#chosen()
    if (!mark) return shout(t('keyPlane.needsMark'))
    if (mark.view !== this.page.stage.view.id) return shout(t('keyPlane.otherView'))
    this.viewer.freeze()
    const frame = this.viewer.current
    this.emit({ type: 'keyPlane', mark: mark.id, frame: mark.keyPlane === frame ? null : frame })
  }

  key(event) { answerKey(event, this) }

  #choose(choice) {
    this.choice = choice
    if (choice === 'keep') this.reading = readingOf(this.attempt.reads.first)
    this.second.update(choice)
    this.#refresh()
  }

  async commit() {
    const [first] = this.#missing()
    if (this.isLocked) return
    if (first) return this.#block(first)
    if (!(await this.#isMeant())) return
    this.autosave.stop()
    this.#lock()
    await outbox.commit(this.attempt.id, this.read())
    if (await outbox.waiting(this.attempt.id)) this.bar.save({ where: 'offline' })
  }

  #block({ key, mark }) {
    shout(t(key, { number: mark }))
    if (mark) this.emit({ type: 'choose', mark: this.reading.answer.marks[mark - 1].id })
    const target = mark ? 'category' : this.isSecond ? null : 'marks'
    if (target) document.getElementById(target).querySelector('input, button')?.focus()
  }

  /** Asked once when a measured or flagged case has marks but no key plane in a moving view. */
  async #isMeant() {
    const views = this.attempt.case.views
    const moving = this.reading.answer.marks.filter((m) => views.find((v) => v.id === m.view)?.frames > 1)
    if (this.isSecond || this.wasAsked || moving.length === 0 || moving.some((m) => m.keyPlane !== null)) return true
    this.wasAsked = true
    return ask(t('ask.keyPlane'), t('ask.keyPlaneText'), t('ask.anyway'), t('ask.back'))
  }

  #lock() {
    this.isLocked = true
    this.page.root.toggleAttribute('data-locked', true)
    this.viewer.freeze()
    this.bar.save({ where: 'offline' })
    this.#refresh()
    say(t('commit.sending'))
  }

  /** The server will not take this answer as it is: it opens again, with the server's sentences. */
  refused(error) {
    this.isLocked = false
    this.page.root.removeAttribute('data-locked')
    this.#beginSaving()
    const message = sentence(error)
    this.bar.save({ where: 'error', message })
    shout(message)
    this.#refresh()
  }
}

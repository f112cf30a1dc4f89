// One attempt from first frame to feedback: reading, the second read, what was found. The stage stays;
// the panel beside it changes with the phase the server says.

import { api, ApiError } from '../api.js'
import { outbox } from '../outbox.js'
import { Loop } from '../stream/loop.js'
import { planeOf } from '../stream/decoders.js'
import { fill, h } from '../parts/dom.js'
import { notice, shout } from '../parts/shell.js'
import { attemptBar, vignetteLine } from '../parts/attempt-bar.js'
import { Stage } from '../parts/stage.js'
import { lexiconOf } from './lexicons.js'
import { Answering } from './answering.js'
import { sentence } from '../sentences.js'
import { t } from '../words.js'

export async function attempt(main, { id }, app) {
  const loaded = await api.attempt(id)
  const lexicon = await lexiconOf(loaded.lexicon)
  const page = new AttemptPage(main, app, loaded, lexicon)
  await page.start()
  return page
}

class AttemptPage {
  #phase = null

  constructor(main, app, loaded, lexicon) {
    Object.assign(this, { main, app, attempt: loaded, lexicon })
    this.stage = new Stage(loaded.case, (view) => new Loop(app.socket, { attempt: loaded.id }, view), {
      onfrozen: (view, frame) => this.#fetchStill(view, frame),
      onview: (view) => this.#phase?.viewChanged?.(view),
      onkeyplane: () => this.#phase?.keyPlane?.(),
    })
    this.rail = h('div', { class: 'rail-place' })
    this.side = h('div', { class: 'side' })
    this.bar = h('div', { class: 'bar-place' })
    this.line = h('div', { class: 'line-place' })
    this.root = h('div', { class: 'drill' }, this.bar, this.line, this.rail, this.stage.element, this.side)
    this.keys = (event) => this.#phase?.key?.(event)
    this.sent = ({ detail }) => detail.attempt === loaded.id && this.#answered(detail.reply)
    this.refused = ({ detail }) => detail.attempt === loaded.id && this.#refused(detail.error)
    this.leaving = () => { this.#phase?.leaving?.() }
  }

  async start() {
    addEventListener('keydown', this.keys)
    addEventListener('pagehide', this.leaving)
    document.addEventListener('visibilitychange', this.leaving)
    outbox.addEventListener('sent', this.sent)
    outbox.addEventListener('refused', this.refused)
    fill(this.main, this.root)
    this.stage.show()
    await this.#enter()
  }

  dispose() {
    removeEventListener('keydown', this.keys)
    removeEventListener('pagehide', this.leaving)
    document.removeEventListener('visibilitychange', this.leaving)
    outbox.removeEventListener('sent', this.sent)
    outbox.removeEventListener('refused', this.refused)
    this.#phase?.leaving?.()
    this.#phase?.dispose()
    this.stage.dispose()
  }

  /** Begins the phase the attempt is in. */
  async #enter() {
    this.#phase?.dispose()
    this.root.dataset.phase = this.attempt.phase
    this.root.removeAttribute('data-locked')
    fill(this.bar, attemptBar(this.attempt, this.app))
    fill(this.line, this.attempt.phase === 'committed' ? null : vignetteLine(this.attempt, this.lexicon.organ))
    if (this.attempt.phase === 'committed') return this.#review()
    this.#phase = new Answering(this)
    await this.#phase.start()
  }

  async #review() {
    if (!this.attempt.hasFeedback) return this.#waitForUnit()
    // What only the feedback needs is fetched with it.
    const [feedback, { Reviewing }] = await Promise.all([api.feedback(this.attempt.id), import('./reviewing.js')])
    this.#phase = new Reviewing(this, feedback, {
      onnext: feedback.hasNext ? () => this.next() : null, onrelated: (related) => this.#showBeside(related), onagain: () => this.#again(),
    })
    this.#phase.start()
  }

  /** Committed, but the unit's feedback comes at its end. */
  #waitForUnit() {
    this.#phase = { dispose() {}, key: (e) => { if (e.code === 'KeyN') this.next() } }
    const done = h('button', { class: 'btn-primary', id: 'next', onclick: () => this.next() }, t('next'), ' ', h('kbd', {}, 'N'))
    const again = h('button', { class: 'btn-outline', id: 'again', title: t('again.caseTitle'), onclick: () => this.#again() }, t('again.case'))
    fill(this.rail)
    fill(this.side, h('div', { class: 'scroll' }, notice('check', t('afterUnit.title'), t('afterUnit.text'), done, again)))
  }

  /** A case read before, with its truth, beside this one. */
  async #showBeside({ attempt, relation, title }) {
    try {
      const [feedback, { otherCase }] = await Promise.all([api.feedback(attempt), import('../parts/other-case.js')])
      this.stage.showOther(otherCase(feedback, { id: `${relation} ${attempt}`, label: t(`compare.${relation}`, { title }) }, (view) => new Loop(this.app.socket, { attempt }, view)))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      shout(sentence(error))
    }
  }

  /** The same case from the beginning. */
  async #again() {
    try {
      const again = await api.openAgain(this.attempt.id)
      this.app.go(`#/attempt/${again.id}`)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      shout(sentence(error))
    }
  }

  /** The unit's next case; the page of today when there is none. */
  async next() {
    try {
      const next = await api.openAttempt(this.attempt.curriculum.id, this.attempt.unit.id)
      this.app.go(`#/attempt/${next.id}`)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status === 404 || error.status === 409) return this.app.go('#/today')
      shout(sentence(error))
    }
  }

  /** The server has the answer: the phase it names begins. */
  async #answered(reply) {
    const wasReading = this.attempt.phase === 'reading'
    this.attempt = reply
    if (wasReading && reply.phase !== 'reading') for (const loop of this.stage.loops.values()) loop.reload()
    await this.#enter()
  }

  async #refused(error) {
    if (error.code !== 'attempt.alreadyCommitted') return this.#phase?.refused?.(error)
    shout(t('conflict.title'))
    this.attempt = await api.attempt(this.attempt.id)
    await this.#enter()
    this.side.prepend(notice('alert', t('conflict.title'), t('conflict.text')))
  }

  /** A frozen frame gets its lossless picture. A missing one is no trouble: the loop's frame stays. */
  async #fetchStill(view, frame) {
    const loop = this.stage.loops.get(view.id)
    if (!loop || loop.isLossless(frame)) return
    clearTimeout(this.stillTimer)
    this.stillTimer = setTimeout(async () => {
      try {
        loop.setStill(frame, await planeOf(await api.still(this.attempt.id, view.id, frame)))
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
      }
    }, 60)
  }
}

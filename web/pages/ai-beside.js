// The AI before the answer, where the unit allows it: beside the loop from the start, or once the reader
// asks. The server decides, writes down when, and only then sends anything.

import { api, ApiError } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { keyText } from '../parts/key-sheet.js'
import { say, shout } from '../parts/shell.js'
import { sentence } from '../sentences.js'
import { percent, t } from '../words.js'

export class AIBeside {
  /**
   * @param {object} attempt  as loaded; `ai` is there when it was shown before
   * @param {{loops: () => Iterable<object>, onshown: () => void, save: () => Promise<void>}} host
   */
  constructor(attempt, host) {
    this.attempt = attempt
    this.host = host
    this.element = h('section', { class: 'sect ai-beside', id: 'ai' })
    this.#draw()
  }

  /** Whether this case has an AI before the answer at all. */
  get isThere() { return this.attempt.phase === 'reading' && (this.attempt.mode === 'concurrent' || this.attempt.mode === 'onRequest') }
  get isShown() { return this.isThere && Boolean(this.attempt.ai) }

  /** Where the AI runs beside the loop, the page asks for the reader. */
  start() {
    if (this.attempt.mode === 'concurrent') this.ask()
  }

  async ask() {
    if (!this.isThere || this.isShown || this.isAsking) return
    this.isAsking = true
    this.#draw()
    try {
      // What the reader thought before is part of the record.
      await this.host.save()
      this.attempt.ai = (await api.askForAI(this.attempt.id)).ai
      for (const loop of this.host.loops()) loop.reload()
      say(this.#said())
      this.host.onshown()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      shout(sentence(error))
    } finally {
      this.isAsking = false
      this.#draw()
    }
  }

  #said() {
    const { ai } = this.attempt
    return t('aiBeside.said', { category: ai.assessment ?? '–', share: ai.malignancy === null ? '–' : percent(ai.malignancy) })
  }

  #draw() {
    this.element.hidden = !this.isThere
    if (!this.isThere) return
    const header = h('header', {}, h('h3', {}, t('ai.reader')), h('span', { class: 'caption' }, t(`aiBeside.${this.attempt.mode}`)))
    if (this.isShown) return fill(this.element, header, h('p', { class: 'ai-said' }, this.#said()), h('p', { class: 'caption' }, t('second.caution')))
    if (this.isAsking || this.attempt.mode === 'concurrent') return fill(this.element, header, h('p', { class: 'small sec', role: 'status' }, t('aiBeside.coming')))
    fill(this.element, header, h('button', { class: 'btn-outline', id: 'ask-ai', onclick: () => this.ask() }, t('aiBeside.ask'), ' ', h('kbd', { class: 'desk' }, keyText('askAI'))))
  }
}

// Keeps a draft safe as it grows: first on this device, then on the server, and says which.

import { api, ApiError } from '../api.js'
import { outbox } from '../outbox.js'
import { sentence } from '../sentences.js'

const DEVICE_AFTER = 150
const SERVER_AFTER = 900
const AGAIN_AFTER = 4000

/** Events: `state` (detail: {where: 'device'|'server'|'error', at?: Date}). */
export class Autosave extends EventTarget {
  #attempt
  #phase
  #read
  #scratch
  #timer = null
  #serverTimer = null
  #changedAt = 0
  #isSending = false
  #isOver = false

  /**
   * @param {{id: string, phase: string}} attempt
   * @param {() => object} read  the Read as it stands
   * @param {() => object} scratch  what is kept on this device beside it and is no part of an answer
   */
  constructor(attempt, read, scratch) {
    super()
    this.#attempt = attempt.id
    this.#phase = attempt.phase
    this.#read = read
    this.#scratch = scratch
  }

  /** Something changed. */
  touch() {
    if (this.#isOver) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#keep(), DEVICE_AFTER)
  }

  /** Keeps what is not yet kept, now: before the page goes. */
  async flush() {
    if (this.#isOver || !this.#timer) return
    clearTimeout(this.#timer)
    await this.#keep()
  }

  /** Keeps what is not yet kept and gives it to the server at once; a failure is left to the usual tries. */
  async sendNow() {
    await this.flush()
    clearTimeout(this.#serverTimer)
    await this.#send()
  }

  /** No more drafts: the answer is committed or the page is left. */
  stop() {
    this.#isOver = true
    clearTimeout(this.#timer)
    clearTimeout(this.#serverTimer)
  }

  async #keep() {
    this.#timer = null
    this.#changedAt = Date.now()
    await outbox.keepDraft(this.#attempt, { ...this.#read(), ...this.#scratch() }, this.#phase)
    if (this.#isOver) return
    this.#say({ where: 'device' })
    clearTimeout(this.#serverTimer)
    this.#serverTimer = setTimeout(() => this.#send(), SERVER_AFTER)
  }

  async #send() {
    if (this.#isOver || this.#isSending) return
    this.#isSending = true
    const sentAt = this.#changedAt
    try {
      const { savedAt } = await api.saveDraft(this.#attempt, this.#read())
      if (this.#isOver) return
      await outbox.draftSent(this.#attempt, sentAt)
      if (sentAt === this.#changedAt) this.#say({ where: 'server', at: new Date(savedAt) })
    } catch (error) {
      this.#failed(error)
    } finally {
      this.#isSending = false
    }
    if (!this.#isOver && sentAt !== this.#changedAt) this.#serverTimer = setTimeout(() => this.#send(), SERVER_AFTER)
  }

  #failed(error) {
    if (!(error instanceof ApiError)) throw error
    if (error.isPassing) this.#serverTimer = setTimeout(() => this.#send(), AGAIN_AFTER)
    else if (error.code !== 'attempt.alreadyCommitted') this.#say({ where: 'error', message: sentence(error) })
  }

  #say(detail) { this.dispatchEvent(new CustomEvent('state', { detail })) }
}

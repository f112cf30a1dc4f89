// Answers on this device until the server has them. A draft or a commit is written to IndexedDB with
// strict durability first and sent second; what could not be sent goes again, with the same key.

import { api, ApiError, line } from './api.js'

const RETRY = 4000

/** @typedef {{attempt: string, account: string, read: object, key: string, since: number}} Waiting */

let opening = null

function database() {
  return (opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('sonodrill', 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('drafts', { keyPath: 'attempt' })
      request.result.createObjectStore('commits', { keyPath: 'attempt' })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  }))
}

async function store(name, mode, work) {
  const db = await database()
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(name, mode, { durability: 'strict' })
    const request = work(transaction.objectStore(name))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onerror = transaction.onabort = () => reject(transaction.error)
  })
}

const put = (name, value) => store(name, 'readwrite', (s) => s.put(value))
const get = (name, key) => store(name, 'readonly', (s) => s.get(key))
const all = (name) => store(name, 'readonly', (s) => s.getAll())
const remove = (name, key) => store(name, 'readwrite', (s) => s.delete(key))

/** 8 to 80 characters that nobody else makes; `randomUUID` is missing on plain-http addresses. */
function freshKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')
}

/**
 * Events: `sent` (detail {attempt, reply}), `refused` (detail {attempt, error}), `change`.
 */
class Outbox extends EventTarget {
  #account = null
  #timer = null
  #isSending = false
  /** How many answers wait here. */
  count = 0

  /** From now on this account's answers go out. */
  async use(account) {
    this.#account = account
    await this.#counted()
    this.flush()
  }

  draft(attempt) { return get('drafts', attempt) }
  /** @param {string} phase  a draft of the first answer is none of the second */
  keepDraft(attempt, read, phase) { return put('drafts', { attempt, read, phase, isSent: false, at: Date.now() }) }
  async draftSent(attempt, at) {
    const draft = await get('drafts', attempt)
    if (draft?.at <= at) await put('drafts', { ...draft, isSent: true })
  }

  waiting(attempt) { return get('commits', attempt) }

  /** Keeps the answer, then tries to send it. Resolves once it is safe here. */
  async commit(attempt, read) {
    const kept = await get('commits', attempt)
    const key = kept && JSON.stringify(kept.read) === JSON.stringify(read) ? kept.key : freshKey()
    await put('commits', { attempt, account: this.#account, read, key, since: Date.now() })
    await this.#counted()
    this.flush()
  }

  /** Sends what waits, oldest first; stops at the first that cannot be sent now. */
  async flush() {
    if (this.#isSending || !this.#account) return
    this.#isSending = true
    clearTimeout(this.#timer)
    const waiting = (await all('commits')).filter((w) => w.account === this.#account).sort((a, b) => a.since - b.since)
    for (const one of waiting) if (!(await this.#sendOne(one))) break
    this.#isSending = false
    await this.#counted()
    if (this.count > 0) this.#timer = setTimeout(() => this.flush(), RETRY)
  }

  async #sendOne({ attempt, read, key }) {
    try {
      const reply = await api.commit(attempt, read, key)
      await this.#settled(attempt)
      this.dispatchEvent(new CustomEvent('sent', { detail: { attempt, reply } }))
      return true
    } catch (error) {
      if (!(error instanceof ApiError) || error.isPassing || error.status === 401) return false
      await remove('commits', attempt)
      this.dispatchEvent(new CustomEvent('refused', { detail: { attempt, error } }))
      return true
    }
  }

  async #settled(attempt) {
    await remove('commits', attempt)
    await remove('drafts', attempt)
  }

  async #counted() {
    this.count = (await all('commits')).filter((w) => w.account === this.#account).length
    this.dispatchEvent(new Event('change'))
  }
}

export const outbox = new Outbox()
addEventListener('online', () => outbox.flush())
line.addEventListener('online', () => { if (outbox.count > 0) setTimeout(() => outbox.flush(), 0) })

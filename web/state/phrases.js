// Sentences of the server in another language. The server writes English; a phrase book maps each of its
// sentence forms to a form of this language, holes and all, so that stored scores of any age are said too.

/** @typedef {{sentences: Record<string, string>, words: Record<string, string>}} PhraseBook */
/** @typedef {{pattern: RegExp, names: string[], form: string}} Form */

const HOLE = /\\\{(\w+)\\\}/g
/** Where one sentence ends and the next begins; a decimal point is no end. */
const BETWEEN = /(?<=[.:]) (?=[A-Z0-9])/
/** What fills a hole: anything that does not run into another sentence. */
const FILLING = '((?:(?![.:] [A-Z0-9]).)+?)'

/** Holes that hold what somebody named: it is said as it is. */
const NAMES = new Set(['id', 'name', 'title', 'titles'])

/** @param {Record<string, string>} table @returns {Form[]} */
function forms(table) {
  return Object.entries(table).map(([english, form]) => {
    const names = [...english.matchAll(/\{(\w+)\}/g)].map((m) => m[1])
    const pattern = english.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(HOLE, FILLING).replaceAll(' ', '[ \\u00A0]')
    return { pattern: new RegExp(`^${pattern}$`), names, form }
  })
}

export class Phrases {
  #sentences
  #words

  /** @param {PhraseBook|null} book  null where the server's language is the page's */
  constructor(book) {
    this.#sentences = forms(book?.sentences ?? {})
    this.#words = forms(book?.words ?? {})
  }

  /** The text in this language; what has no form stays as it is. @param {string|null|undefined} text */
  said(text) {
    if (!text || this.#sentences.length === 0) return text ?? ''
    return this.#filled(this.#sentences, text) ?? text.split(BETWEEN).map((part) => this.#filled(this.#sentences, part) ?? part).join('')
  }

  /** Whether every part of the text has a form here. */
  knows(text) {
    return this.#sentences.length === 0 || this.#filled(this.#sentences, text) !== null || text.split(BETWEEN).every((part) => this.#filled(this.#sentences, part) !== null)
  }

  #filled(table, text) {
    for (const { pattern, names, form } of table) {
      const found = pattern.exec(text)
      if (!found) continue
      const holes = Object.fromEntries(names.map((name, i) => [name, (NAMES.has(name) ? null : this.#filled(this.#words, found[i + 1])) ?? found[i + 1]]))
      return form.replace(/\{(\w+)\}/g, (_, name) => holes[name])
    }
    return null
  }
}

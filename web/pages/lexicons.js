// Lexicons do not change while a page is open: each is fetched once.

import { api } from '../api.js'

const known = new Map()

/** @param {string} id */
export function lexiconOf(id) {
  if (!known.has(id)) known.set(id, api.lexicon(id).catch((error) => { known.delete(id); throw error }))
  return known.get(id)
}

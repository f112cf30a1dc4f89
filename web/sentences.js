// What the server says, in the page's language: refusals by their stable code, other sentences through
// the phrase book.

import { has, phrases, t } from './words.js'

/** A sentence of the server. @param {string|null|undefined} text */
export const said = (text) => phrases().said(text)

/** A refusal with everything that is wrong. @param {import('./api.js').ApiError} error */
export function sentence(error) {
  const key = `refusal.${error.status === 0 ? 'unreached' : error.code}`
  const problems = (error.detail.problems ?? []).map(said)
  // The code's own words are general; what the server found is particular and follows.
  if (problems.length > 0) return [has(key) ? t(key) : said(error.message), ...problems].join(' ')
  return has(key) ? t(key) : said(error.message)
}

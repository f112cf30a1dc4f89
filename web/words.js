// Words of the page, from locales/<language>.json. Keys are flat; a value is a sentence with {names},
// or one sentence per plural form. Numbers and plurals go through Intl.

import { Phrases } from './state/phrases.js'

const KEPT = 'sonodrill.language'
export const LANGUAGES = { en: 'English', zh: '中文' }
/** Languages the server does not speak itself: `locales/<language>.phrases.json`. */
const PHRASE_BOOKS = ['zh']

let language = 'en'
let catalogue = {}
let plurals = new Intl.PluralRules('en')
let book = new Phrases(null)

/** The language kept on this device, else the browser's, else English. */
function preferred() {
  const kept = localStorage.getItem(KEPT)
  if (kept in LANGUAGES) return kept
  return (navigator.language ?? 'en').startsWith('zh') ? 'zh' : 'en'
}

export async function loadWords(wanted = preferred()) {
  const file = async (name) => (await fetch(new URL(`locales/${name}.json`, import.meta.url))).json()
  const [words, phraseBook] = await Promise.all([file(wanted), PHRASE_BOOKS.includes(wanted) ? file(`${wanted}.phrases`) : null])
  catalogue = words
  book = new Phrases(phraseBook)
  language = wanted
  plurals = new Intl.PluralRules(wanted)
  document.documentElement.lang = wanted === 'zh' ? 'zh-Hans' : 'en'
}

export async function changeLanguage(wanted) {
  localStorage.setItem(KEPT, wanted)
  await loadWords(wanted)
}

export const currentLanguage = () => language
/** The server's sentences in this language. */
export const phrases = () => book

/** The sentence for a key. @param {string} key @param {Record<string, any>} [fields] */
export function t(key, fields = {}) {
  const entry = catalogue[key]
  if (entry === undefined) return missing(key)
  const text = typeof entry === 'string' ? entry : entry[plurals.select(Number(fields.n))] ?? entry.other
  return text.replace(/\{(\w+)\}/g, (_, name) => shown(fields[name]))
}

function missing(key) {
  console.error(`words: locales/${language}.json has no '${key}'`)
  return key
}

/** Whether there is a sentence for a key that comes from the server. */
export const has = (key) => key in catalogue

const shown = (value) => (typeof value === 'number' ? number(value) : String(value ?? ''))

export const number = (value, digits = 0) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value).replace('-', '−')

/** A share as "87 %", with a space that does not break. */
export const percent = (share, digits = 0) => `${number(share * 100, digits)} %`
export const millimetres = (value) => `${number(value, 1)} mm`

/** Days as the clinic writes them: 31 January, not January 31. */
const region = () => (language === 'en' ? 'en-GB' : language)
export const clock = (time) => new Intl.DateTimeFormat(region(), { hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(time))
export const day = (time) => new Intl.DateTimeFormat(region(), { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(time))
export const moment = (time) => new Intl.DateTimeFormat(region(), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(time))
export const today = () => new Intl.DateTimeFormat(region(), { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date())

// The measures of a read: name, value with its unit or the reason why there is none, one sentence.

import { h } from './dom.js'
import { said } from '../sentences.js'
import { featureOf, labelled } from '../state/lexicon.js'
import { currentLanguage, has, number, percent, t } from '../words.js'

const SHOWN = {
  fraction: (v) => percent(v), percent: (v) => `${number(v, 0)} %`, seconds: (v) => `${number(v, 1)} s`, millimetres: (v) => `${number(v, 1)} mm`,
  perMinute: (v) => t('unit.perMinute', { value: number(v, 1) }), frames: (v) => t('unit.frames', { n: v }), steps: (v) => t('unit.steps', { n: number(v) }), count: (v) => number(v), nats: (v) => number(v, 2),
}

/** The measure's name in words: from the locale, `descriptorCredit.shape` from the lexicon, else from the name itself. */
export function measureName(name, lexicon) {
  const key = `measure.${name}`
  if (has(key)) return t(key)
  const [kind, feature] = name.split('.')
  if (kind === 'descriptorCredit') return labelled(featureOf(lexicon, feature), currentLanguage())
  const words = name.replace(/([A-Z])/g, (c) => ` ${c.toLowerCase()}`)
  return words[0].toUpperCase() + words.slice(1)
}

export function measureValue({ value, unit }) {
  if (value === null || value === undefined) return '–'
  return SHOWN[unit] ? SHOWN[unit](value) : number(value, 2)
}

/** @param {object[]} measures @param {object[]|null} first  the unaided answer's, of a second read */
export function measureList(measures, first, lexicon) {
  const before = new Map((first ?? []).map((m) => [m.name, m]))
  return h('ul', { class: 'meas' }, measures.map((m) => h('li', {},
    h('span', {}, measureName(m.name, lexicon)),
    h('b', {}, changed(before.get(m.name), m) && h('span', { class: 'quiet' }, `${measureValue(before.get(m.name))} → `), measureValue(m)),
    h('p', {}, said(m.value === null || m.value === undefined ? m.reason ?? m.sentence : m.sentence)))))
}

const changed = (a, b) => a && a.value !== b.value

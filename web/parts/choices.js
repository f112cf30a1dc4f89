// Segmented choices: real radio buttons and check boxes in clothes.

import { h } from './dom.js'

/**
 * One choice of several. Pressing the chosen one again takes it back when `isClearable`.
 * @param {{name: string, options: {value: string, label: string, title?: string}[], value: string|null, onpick: (value: string|null) => void,
 *   cls?: string, label?: string, isClearable?: boolean}} props
 */
export function oneOf({ name, options, value, onpick, cls = '', label, isClearable = false }) {
  const choice = (o) => h('label', { title: o.title }, h('input', {
    type: 'radio', name, value: o.value, checked: o.value === value, 'data-key': `${name}.${o.value}`,
    onchange: () => onpick(o.value), onclick: () => isClearable && o.value === value && onpick(null),
  }), o.label)
  return h('div', { class: `seg ${cls}`, role: 'radiogroup', 'aria-label': label }, options.map(choice))
}

/** @param {{name: string, options: {value: string, label: string}[], values: string[], onpick: (value: string, isSet: boolean) => void, label?: string}} props */
export function manyOf({ name, options, values, onpick, label }) {
  const choice = (o) => h('label', {}, h('input', {
    type: 'checkbox', name, value: o.value, checked: values.includes(o.value), 'data-key': `${name}.${o.value}`,
    onchange: (e) => onpick(o.value, e.target.checked),
  }), o.label)
  return h('div', { class: 'seg', role: 'group', 'aria-label': label }, options.map(choice))
}

/** A labelled row of choices. */
export const described = (legend, choices) => h('fieldset', { class: 'desc' }, h('legend', {}, legend), choices)

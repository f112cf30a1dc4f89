// Labelled fields.

import { h } from './dom.js'
import { t } from '../words.js'

/** @returns {{element: HTMLElement, input: HTMLInputElement, value: string}} */
export function field(name, label, { hint, type = 'text', ...props } = {}) {
  const id = `f-${name}`
  const input = h('input', { id, name, type, 'aria-describedby': hint ? `${id}-hint` : null, ...props })
  const show = type === 'password' && h('button', {
    type: 'button', class: 'btn-ghost small-button', 'aria-pressed': 'false', onclick: (e) => {
      input.type = input.type === 'password' ? 'text' : 'password'
      e.target.setAttribute('aria-pressed', String(input.type === 'text'))
    },
  }, t('show'))
  const element = h('div', { class: 'field' }, h('div', { class: 'row between' }, h('label', { class: 'label', for: id }, label), show), input, hint && h('span', { class: 'caption', id: `${id}-hint` }, hint))
  return { element, input, get value() { return input.value } }
}

/** @param {{value: string, label: string}[]} options */
export function choice(name, label, options, value) {
  const id = `f-${name}`
  const input = h('select', { id, name }, options.map((o) => h('option', { value: o.value, selected: o.value === value }, o.label)))
  return { element: h('div', { class: 'field' }, h('label', { class: 'label', for: id }, label), input), input, get value() { return input.value } }
}

/** A table with row headers in its first column. `labels` stand for heads that are no plain words. */
export function table(heads, rows, { cls = '', caption, labels = heads } = {}) {
  const cell = (c, i) => (i === 0 ? h('th', { scope: 'row' }, c) : h('td', { 'data-label': labels[i] || null }, c))
  return h('div', { class: 'scroll-x' }, h('table', { class: cls }, caption && h('caption', { class: 'vh' }, caption),
    h('thead', {}, h('tr', {}, heads.map((x) => h('th', { scope: 'col' }, x)))),
    h('tbody', {}, rows.map((row) => h('tr', {}, row.map(cell))))))
}

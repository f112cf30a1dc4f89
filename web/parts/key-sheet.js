// The sheet of keys, and the switch that turns single letters off.

import { h } from './dom.js'
import { SHEET } from '../state/keymap.js'
import { t } from '../words.js'

const KEPT = 'sonodrill.letters'

/** Whether single letters are keys. */
export const lettersAreKeys = () => localStorage.getItem(KEPT) !== 'off'

export function openKeySheet() {
  const rows = SHEET.map(([keys, name]) => h('li', {}, h('kbd', {}, keys), h('span', {}, t(`keys.${name}`))))
  const letters = h('input', { type: 'checkbox', checked: lettersAreKeys(), onchange: (e) => localStorage.setItem(KEPT, e.target.checked ? 'on' : 'off') })
  const sheet = h('dialog', { class: 'sheet', 'aria-label': t('keys.title') },
    h('header', { class: 'row between' }, h('h2', {}, t('keys.title')), h('button', { class: 'btn-outline', onclick: () => sheet.close() }, t('close'))),
    h('ul', { class: 'keys' }, rows), h('label', { class: 'row small' }, letters, t('keys.letters')))
  sheet.addEventListener('close', () => sheet.remove())
  sheet.addEventListener('click', (e) => e.target === sheet && sheet.close())
  document.body.append(sheet)
  sheet.showModal()
}

/** Asks once; resolves true when the person goes on. */
export function ask(title, text, yes, no) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { class: 'sheet', 'aria-label': title }, h('h2', {}, title), h('p', { class: 'sec' }, text),
      h('div', { class: 'row wrap' }, h('button', { class: 'btn-outline', onclick: () => dialog.close('no') }, no), h('button', { class: 'btn-outline', onclick: () => dialog.close('yes') }, yes)))
    dialog.addEventListener('close', () => { dialog.remove(); resolve(dialog.returnValue === 'yes') })
    document.body.append(dialog)
    dialog.showModal()
  })
}

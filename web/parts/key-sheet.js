// The sheet of keys: what each does, another key for any of them, and the switch that turns single
// letters off. Kept on this device.

import { h, fill } from './dom.js'
import { ACTIONS, chordOf, chordsOf, chordText, readOwnKeys, remapped } from '../state/keymap.js'
import { t } from '../words.js'

const LETTERS = 'sonodrill.letters'
const OWN = 'sonodrill.keys'

/** How keys are read now. @returns {{letters: boolean, own: import('../state/keymap.js').OwnKeys}} */
export const keyOptions = () => ({ letters: localStorage.getItem(LETTERS) !== 'off', own: readOwnKeys(localStorage.getItem(OWN)) })

/** The keys of an action as printed, for labels. */
export const keyText = (action) => chordText(chordsOf(action, keyOptions().own)[0])

export function openKeySheet() {
  const { letters, own } = keyOptions()
  const said = h('p', { class: 'small', role: 'status' })
  const list = h('ul', { class: 'keys' })
  const state = { own, listening: null }
  const keep = (next) => { state.own = next; localStorage.setItem(OWN, JSON.stringify(next)) }
  const draw = () => fill(list, ACTIONS.map((action) => keyRow(action, state, (on) => { state.listening = on; draw(); list.querySelector('[aria-pressed=true]')?.focus() })))
  const switches = h('div', { class: 'row wrap between' },
    h('label', { class: 'row small switch' }, h('input', { type: 'checkbox', checked: letters, onchange: (e) => localStorage.setItem(LETTERS, e.target.checked ? 'on' : 'off') }), t('keys.letters')),
    h('button', { class: 'btn-outline', onclick: () => { keep({}); fill(said, t('keys.usualAgain')); draw() } }, t('keys.reset')))
  const sheet = h('dialog', { class: 'sheet', 'aria-label': t('keys.title') },
    h('header', { class: 'row between' }, h('h2', {}, t('keys.title')), h('button', { class: 'btn-outline', onclick: () => sheet.close() }, t('close'))),
    h('p', { class: 'caption' }, t('keys.change')), said, list, switches)
  sheet.addEventListener('keydown', (event) => state.listening && heard(event, state, keep, said, draw), true)
  sheet.addEventListener('close', () => sheet.remove())
  sheet.addEventListener('click', (e) => e.target === sheet && sheet.close())
  draw()
  document.body.append(sheet)
  sheet.showModal()
}

function keyRow(action, { own, listening }, listen) {
  const isListening = listening === action, name = t(`keys.${action}`)
  const keys = isListening ? t('keys.press') : chordsOf(action, own).map((c) => h('kbd', {}, chordText(c)))
  return h('li', {}, h('button', {
    class: 'btn-ghost', 'data-action': action, 'aria-pressed': String(isListening), 'aria-label': t('keys.changeOne', { name, keys: chordsOf(action, own).map(chordText).join(', ') }),
    onclick: () => listen(isListening ? null : action),
  }, keys), h('span', {}, name))
}

/** The next key pressed becomes the action's, unless another action has it. */
function heard(event, state, keep, said, draw) {
  const chord = chordOf(event)
  if (!chord) return
  event.preventDefault()
  event.stopPropagation()
  const action = state.listening
  if (chord === 'Escape' && action !== 'escape') state.listening = null
  else {
    const { own, taken, isReserved } = remapped(state.own, action, chord)
    if (taken || isReserved) return void fill(said, isReserved ? t('keys.reserved', { keys: chordText(chord) }) : t('keys.taken', { keys: chordText(chord), name: t(`keys.${taken}`) }))
    keep(own)
    fill(said, t('keys.changed', { keys: chordText(chord), name: t(`keys.${action}`) }))
    state.listening = null
  }
  draw()
  document.querySelector(`[data-action="${action}"]`)?.focus()
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

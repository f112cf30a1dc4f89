// Keys to actions. Physical keys (`event.code`), so that other layouts and input methods do not move
// them. Every action has its usual chords; a reader may give it another one, kept on this device.

/** Each action with its usual chords, in the order of the key sheet. */
const USUAL = {
  freeze: ['Space', 'KeyF'], 'step.back': ['ArrowLeft', 'ArrowUp'], 'step.forward': ['ArrowRight', 'ArrowDown'],
  'step.back10': ['Shift+ArrowLeft', 'Shift+ArrowUp'], 'step.forward10': ['Shift+ArrowRight', 'Shift+ArrowDown'],
  first: ['Home'], last: ['End'], slower: ['BracketLeft'], faster: ['BracketRight'], loop: ['KeyL'],
  'tool.select': ['KeyV'], 'tool.ellipse': ['KeyE'], 'tool.box': ['KeyB'], 'tool.point': ['KeyM'], 'tool.freehand': ['KeyP'],
  'tool.polygon': ['KeyY'], 'tool.caliper': ['KeyD'], 'tool.pair': ['KeyW'], 'tool.pan': ['KeyH'], 'tool.zoom': ['KeyZ'],
  enter: ['Enter'], escape: ['Escape'], 'mark.previous': ['Comma'], 'mark.next': ['Period'], delete: ['Delete', 'Backspace'],
  undo: ['Ctrl+KeyZ'], redo: ['Ctrl+Shift+KeyZ', 'Ctrl+KeyY'],
  keyPlane: ['KeyK'], noFinding: ['KeyX'], 'category.1': ['Alt+Digit1'], 'category.2': ['Alt+Digit2'], 'category.3': ['Alt+Digit3'],
  'category.4': ['Alt+Digit4'], 'category.5': ['Alt+Digit5'], askAI: ['KeyA'], commit: ['Ctrl+Enter'], next: ['KeyN'],
  'gain.up': ['KeyG'], 'gain.down': ['Shift+KeyG'], 'contrast.up': ['KeyT'], 'contrast.down': ['Shift+KeyT'], invert: ['KeyI'],
  'zoom.in': ['Equal', 'Shift+Equal', 'NumpadAdd'], 'zoom.out': ['Minus', 'NumpadSubtract'], 'zoom.fit': ['Digit0'], loupe: ['KeyU'],
  compare: ['KeyS'], link: ['Shift+KeyS'], overlays: ['KeyO'], 'layer.mine': ['Digit1'], 'layer.experts': ['Digit2'], 'layer.ai': ['Digit3'],
  sheet: ['Shift+Slash'],
}

export const ACTIONS = Object.keys(USUAL)

/** @typedef {Record<string, string>} OwnKeys  action to the reader's own chord */

/** Chords of an action: the reader's own, else the usual ones. @param {OwnKeys} own */
export const chordsOf = (action, own = {}) => (own[action] ? [own[action]] : USUAL[action] ?? [])

/** A letter or digit alone, or with Shift: these may be switched off. */
const isSingle = (chord) => /^(Shift\+)?(Key.|Digit\d)$/.test(chord) && chord !== 'Digit0'

/** What was pressed, as text; null while an input method composes or only a modifier is down. */
export function chordOf(event) {
  if (event.isComposing || event.keyCode === 229 || /^(Shift|Control|Alt|Meta)/.test(event.code)) return null
  return (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '') + (event.shiftKey ? 'Shift+' : '') + event.code
}

/** @param {KeyboardEvent} event @param {{letters: boolean, own?: OwnKeys}} options @returns {string|null} */
export function actionFor(event, { letters, own = {} }) {
  const chord = chordOf(event)
  if (!chord || (!letters && isSingle(chord))) return null
  return actionOf(chord, own)
}

/** The action a chord stands for now, or null. @param {OwnKeys} own */
export const actionOf = (chord, own) => ACTIONS.find((action) => chordsOf(action, own).includes(chord)) ?? null

/** Keys a page cannot take: the browser and the focus need them. */
const RESERVED = /^((Shift\+)?Tab|Ctrl\+Key[CVXTWNRLQ]|F\d+)$/

/**
 * The keys after one action was given another chord; refused when the chord is taken.
 * @param {OwnKeys} own
 * @returns {{own: OwnKeys, taken: string|null, isReserved: boolean}}
 */
export function remapped(own, action, chord) {
  if (RESERVED.test(chord)) return { own, taken: null, isReserved: true }
  const holder = actionOf(chord, own)
  if (holder && holder !== action) return { own, taken: holder, isReserved: false }
  const { [action]: _, ...rest } = own
  const isUsual = USUAL[action].includes(chord)
  return { own: isUsual ? rest : { ...rest, [action]: chord }, taken: null, isReserved: false }
}

/** Stored keys with everything left out that no longer means anything. */
export function readOwnKeys(text) {
  try {
    const kept = JSON.parse(text ?? '{}')
    return Object.fromEntries(Object.entries(kept).filter(([action, chord]) => action in USUAL && typeof chord === 'string'))
  } catch {
    return {}
  }
}

const NAMES = {
  Space: 'Space', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc', Enter: '↵', Delete: 'Del', Backspace: '⌫',
  BracketLeft: '[', BracketRight: ']', Comma: ',', Period: '.', Slash: '/', Equal: '+', Minus: '−', NumpadAdd: 'Num +', NumpadSubtract: 'Num −',
  Semicolon: ';', Quote: '’', Backslash: '\\', Backquote: '`',
}

/** A chord as printed on keys. */
export function chordText(chord) {
  if (chord === 'Shift+Slash') return '?'
  const parts = chord.split('+'), key = parts.pop()
  const signs = parts.map((p) => ({ Shift: '⇧', Ctrl: 'Ctrl', Alt: 'Alt' }[p]))
  return [...signs, NAMES[key] ?? key.replace(/^(Key|Digit)/, '')].join(' ')
}

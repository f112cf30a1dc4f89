// Keys to actions. Physical keys (`event.code`), so that other layouts and input methods do not move them.

/** Single letters may be switched off; the rest always work. */
const LETTERS = {
  KeyV: 'tool.select', KeyE: 'tool.ellipse', KeyB: 'tool.box', KeyM: 'tool.point', KeyP: 'tool.freehand',
  KeyD: 'tool.caliper', KeyW: 'tool.pair', KeyH: 'tool.pan', KeyZ: 'tool.zoom',
  KeyL: 'loop', KeyO: 'overlays', KeyK: 'keyPlane', KeyX: 'noFinding', KeyG: 'gain.up', 'Shift+KeyG': 'gain.down',
  KeyF: 'freeze', KeyN: 'next', 'Digit1': 'layer.mine', 'Digit2': 'layer.experts', 'Digit3': 'layer.ai',
}
const ALWAYS = {
  Space: 'freeze', ArrowLeft: 'step.back', ArrowRight: 'step.forward', ArrowUp: 'step.back', ArrowDown: 'step.forward',
  'Shift+ArrowLeft': 'step.back10', 'Shift+ArrowRight': 'step.forward10', 'Shift+ArrowUp': 'step.back10', 'Shift+ArrowDown': 'step.forward10',
  Home: 'first', End: 'last', BracketLeft: 'slower', BracketRight: 'faster',
  Comma: 'mark.previous', Period: 'mark.next', Delete: 'delete', Backspace: 'delete', Escape: 'escape', Enter: 'enter',
  Equal: 'zoom.in', 'Shift+Equal': 'zoom.in', Minus: 'zoom.out', Digit0: 'zoom.fit', NumpadAdd: 'zoom.in', NumpadSubtract: 'zoom.out',
  'Shift+Slash': 'sheet', 'Ctrl+KeyZ': 'undo', 'Ctrl+Shift+KeyZ': 'redo', 'Ctrl+KeyY': 'redo', 'Ctrl+Enter': 'commit',
  'Alt+Digit1': 'category.1', 'Alt+Digit2': 'category.2', 'Alt+Digit3': 'category.3', 'Alt+Digit4': 'category.4', 'Alt+Digit5': 'category.5',
}

/** @param {KeyboardEvent} event @param {{letters: boolean}} options @returns {string|null} */
export function actionFor(event, { letters }) {
  if (event.isComposing || event.keyCode === 229) return null
  const chord = (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '') + (event.shiftKey ? 'Shift+' : '') + event.code
  return ALWAYS[chord] ?? (letters ? LETTERS[chord] ?? null : null)
}

/** Rows of the key sheet: keys as printed, then the word that says what they do. */
export const SHEET = [
  ['Space', 'freeze'], ['← →', 'step'], ['⇧ ← →', 'step10'], ['Home  End', 'ends'], ['[  ]', 'speed'], ['L', 'loop'],
  ['V', 'select'], ['E', 'ellipse'], ['B', 'box'], ['M', 'point'], ['P', 'freehand'], ['D', 'caliper'], ['W', 'pair'],
  ['Enter', 'enter'], ['Esc', 'escape'], [', .', 'marks'], ['Delete', 'delete'], ['Ctrl Z', 'undo'], ['Ctrl ⇧ Z', 'redo'],
  ['K', 'keyPlane'], ['X', 'noFinding'], ['Alt 1…5', 'category'], ['G  ⇧ G', 'gain'], ['+  −  0', 'zoom'], ['H', 'pan'],
  ['O', 'overlays'], ['1  2  3', 'layers'], ['Ctrl Enter', 'commit'], ['N', 'next'], ['?', 'sheet'],
]

// What each key does while an answer grows.

import { actionFor } from '../state/keymap.js'
import { cycled } from '../state/answer.js'
import { lettersAreKeys, openKeySheet } from '../parts/key-sheet.js'

/** Keys a focused control keeps for itself. */
const OWN = {
  text: () => true,
  slider: (action) => /^(step|first|last)/.test(action),
  choice: (action) => /^(step|freeze|enter)/.test(action),
  button: (action) => action === 'freeze' || action === 'enter',
}

function ownerOf(target) {
  if (target.closest('dialog')) return 'text'
  if (target.matches('input[type=number], input[type=text], input[type=password], textarea, select')) return 'text'
  if (target.matches('input[type=range]')) return 'slider'
  if (target.matches('input')) return 'choice'
  return target.matches('button, a') ? 'button' : null
}

/** @param {KeyboardEvent} event @param {import('./answering.js').Answering} answering */
export function answerKey(event, answering) {
  const action = actionFor(event, { letters: lettersAreKeys() })
  const owner = ownerOf(event.target)
  if (!action || (owner && OWN[owner](action))) return
  const isRepeated = event.repeat && !/^(step|nudge|gain|zoom|undo|redo)/.test(action)
  if (isRepeated || perform(action, answering, event.code) === false) return
  event.preventDefault()
}

/** @returns {boolean|void} false when the key meant nothing here */
function perform(action, a, code) {
  const { viewer, drawing, rail } = a
  const [kind, what] = action.split('.')
  switch (kind) {
    case 'tool': return rail.pick(what)
    case 'step': return stepOrNudge(what, code, a)
    case 'first': return viewer.seek(0)
    case 'last': return viewer.seek(viewer.view.frames - 1)
    case 'freeze': return viewer.toggle()
    case 'slower': return viewer.shiftRate(-1)
    case 'faster': return viewer.shiftRate(1)
    case 'loop': return viewer.toggleLooping()
    case 'overlays': return a.layers.toggleAll()
    case 'layer': return a.layers.toggle(what)
    case 'gain': return viewer.setGain(viewer.gain + (what === 'up' ? 2 : -2))
    case 'zoom': return viewer.zoom({ in: 1.3, out: 1 / 1.3, fit: 0 }[what])
    case 'keyPlane': return a.keyPlane()
    case 'noFinding': return a.mayAnswer && a.panel.toggleNoFinding()
    case 'mark': return nextMark(what === 'next' ? 1 : -1, a)
    case 'delete': return a.reading.chosen ? a.emit({ type: 'remove', mark: a.reading.chosen }) : false
    case 'undo': case 'redo': return a.emit({ type: kind })
    case 'category': return category(what, a)
    case 'commit': return void a.commit()
    case 'enter': return drawing.enter()
    case 'escape': return drawing.cancel()
    case 'sheet': return openKeySheet()
    default: return false
  }
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** Arrows move the cross-hair or the held mark when there is one, else the loop. */
function stepOrNudge(what, code, { viewer, drawing }) {
  const size = what.endsWith('10') ? 10 : 1
  const [dx, dy] = ARROWS[code] ?? [0, 0]
  if (drawing.arrow(dx * size, dy * size)) return
  viewer.step((what.startsWith('back') ? -1 : 1) * size)
}

function nextMark(by, a) {
  const { marks } = a.reading.answer
  if (marks.length === 0) return false
  const at = marks.findIndex((m) => m.id === a.reading.chosen)
  const mark = marks[(at + by + marks.length) % marks.length]
  a.emit({ type: 'choose', mark: mark.id })
  a.page.stage.go(mark)
}

function category(digit, a) {
  const mark = a.reading.answer.marks.find((m) => m.id === a.reading.chosen) ?? null
  if (!mark && !a.reading.answer.noFinding) return false
  const assessment = cycled(a.page.lexicon, digit, mark ? mark.assessment : a.reading.answer.assessment)
  if (assessment) a.emit({ type: 'assess', mark: mark?.id ?? null, assessment })
}

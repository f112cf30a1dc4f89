// What each key does while an answer grows.

import { actionFor } from '../state/keymap.js'
import { cycled } from '../state/answer.js'
import { keyOptions } from '../parts/key-sheet.js'
import { isKept, viewerKey } from './viewer-keys.js'

/** @param {KeyboardEvent} event @param {import('./answering.js').Answering} answering */
export function answerKey(event, answering) {
  const action = actionFor(event, keyOptions())
  if (!action || isKept(event.target, action)) return
  const isRepeated = event.repeat && !/^(step|gain|contrast|zoom|undo|redo)/.test(action)
  if (isRepeated || perform(action, answering, event.code) === false) return
  event.preventDefault()
}

/** @returns {boolean|void} false when the key meant nothing here */
function perform(action, a, code) {
  const { drawing, rail } = a
  const [kind, what] = action.split('.')
  switch (kind) {
    case 'tool': return rail.pick(what)
    case 'step': return stepOrNudge(action, code, a)
    case 'askAI': return a.askForAI()
    case 'overlays': return a.layers.toggleAll()
    case 'layer': return a.layers.toggle(what)
    case 'keyPlane': return a.keyPlane()
    case 'noFinding': return a.mayAnswer && a.panel.toggleNoFinding()
    case 'mark': return nextMark(what === 'next' ? 1 : -1, a)
    case 'delete': return drawing.takeBack() || a.reading.chosen ? a.emit({ type: 'remove', mark: a.reading.chosen }) : false
    case 'undo': case 'redo': return a.emit({ type: kind })
    case 'category': return category(what, a)
    case 'commit': return void a.commit()
    case 'enter': return drawing.enter()
    case 'escape': return drawing.cancel()
    default: return viewerKey(action, a.page.stage)
  }
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** Arrows move the cross-hair or the held mark when there is one, else the loop. */
function stepOrNudge(action, code, { page, drawing }) {
  const size = action.endsWith('10') ? 10 : 1
  const [dx, dy] = ARROWS[code] ?? [0, 0]
  if (drawing.arrow(dx * size, dy * size)) return
  viewerKey(action, page.stage)
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

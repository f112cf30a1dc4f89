// The tools beside the stage, each an icon with a word.

import { h } from './dom.js'
import { icon } from './icons.js'
import { t } from '../words.js'

const GROUPS = [
  [['select', 'V'], ['ellipse', 'E'], ['box', 'B'], ['point', 'M'], ['freehand', 'P'], ['polygon', 'Y']],
  [['caliper', 'D'], ['pair', 'W']],
  [['pan', 'H'], ['zoom', 'Z']],
]

export class ToolRail {
  tool = 'ellipse'

  /** @param {{onpick: (tool: string) => void, onmarks: () => void, onundo: () => void, onredo: () => void}} verbs */
  constructor({ onpick, onmarks, onundo, onredo }) {
    this.onpick = onpick
    this.buttons = {}
    const one = ([name, key]) => (this.buttons[name] = button(name, `${t(`tool.${name}`)} (${key})`, () => this.pick(name), 'aria-pressed'))
    this.marks = button('eye', t('tool.marksTitle'), onmarks, 'aria-pressed', 'marks')
    this.marks.classList.add('shown')
    this.undo = button('undo', `${t('tool.undo')} (Ctrl Z)`, onundo)
    this.redo = button('redo', `${t('tool.redo')} (Ctrl ⇧ Z)`, onredo)
    this.element = h('div', { class: 'rail', role: 'toolbar', 'aria-label': t('tools'), 'aria-orientation': 'vertical', onkeydown: walk, onfocusin: seen },
      GROUPS.map((group) => [group.map(one), h('hr')]), this.marks, h('hr'), this.undo, this.redo)
    this.update({ canUndo: false, canRedo: false, areMarksShown: true })
  }

  pick(tool) {
    this.tool = tool
    for (const [name, b] of Object.entries(this.buttons)) b.setAttribute('aria-pressed', String(name === tool))
    this.onpick(tool)
  }

  update({ canUndo, canRedo, areMarksShown }) {
    for (const [name, b] of Object.entries(this.buttons)) b.setAttribute('aria-pressed', String(name === this.tool))
    this.marks.setAttribute('aria-pressed', String(areMarksShown))
    this.undo.disabled = !canUndo
    this.redo.disabled = !canRedo
  }
}

function button(name, title, onclick, pressed, word = name) {
  return h('button', { title, onclick, ...(pressed && { [pressed]: 'false' }) }, icon(name), h('span', {}, t(`tool.${word}`)))
}

/** A tool half under the edge of a narrow rail comes into sight whole. */
const seen = ({ target }) => target.scrollIntoView({ block: 'nearest', inline: 'nearest' })

/** Arrows move in the rail. */
function walk(event) {
  const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key]
  if (!by) return
  const all = [...event.currentTarget.querySelectorAll('button:not([disabled])')]
  event.preventDefault()
  event.stopPropagation()
  all[(all.indexOf(document.activeElement) + by + all.length) % all.length]?.focus()
}

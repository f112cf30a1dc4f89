// What a key does to the picture, whatever phase the case is in.

import { openKeySheet } from '../parts/key-sheet.js'

const ZOOMS = { in: 1.3, out: 1 / 1.3, fit: 0 }

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
  if (target.matches('input[type=range], [role=slider]')) return 'slider'
  if (target.matches('input')) return 'choice'
  return target.matches('button, a, summary') ? 'button' : null
}

/** Whether what has the focus needs this key itself. */
export function isKept(target, action) {
  const owner = ownerOf(target)
  return Boolean(owner && OWN[owner](action))
}

/**
 * @param {string} action @param {import('../parts/stage.js').Stage} stage
 * @returns {boolean|void} false when it is none of the picture's keys
 */
export function viewerKey(action, stage) {
  const { viewer } = stage, { tone } = viewer
  const [kind, what] = action.split('.')
  const sign = what === 'up' ? 1 : -1
  switch (kind) {
    case 'step': return viewer.step((what.startsWith('back') ? -1 : 1) * (what.endsWith('10') ? 10 : 1))
    case 'first': return viewer.seek(0)
    case 'last': return viewer.seek(viewer.view.frames - 1)
    case 'freeze': return viewer.toggle()
    case 'slower': return viewer.shiftRate(-1)
    case 'faster': return viewer.shiftRate(1)
    case 'loop': return viewer.toggleLooping()
    case 'gain': return viewer.setTone({ gain: tone.gain + 2 * sign })
    case 'contrast': return viewer.setTone({ contrast: tone.contrast + sign })
    case 'invert': return viewer.setTone({ isInverted: !tone.isInverted })
    case 'loupe': return viewer.setLoupe(!viewer.hasLoupe)
    case 'zoom': return viewer.zoom(ZOOMS[what])
    case 'compare': return stage.toggleCompare()
    case 'link': return stage.toggleLink()
    case 'sheet': return openKeySheet()
    default: return false
  }
}

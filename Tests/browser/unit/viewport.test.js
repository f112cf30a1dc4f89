import { displayAspect, FIT, frameRect, gainTable, panned, zoomed } from '../../../web/state/viewport.js'
import { actionFor } from '../../../web/state/keymap.js'
import { close, equal, test } from './check.js'

const view = { width: 560, height: 480, spacing: { x: 0.1, y: 0.1 } }

test('the frame is shown in the proportions of tissue', () => {
  close(displayAspect({ width: 100, height: 100, spacing: { x: 0.2, y: 0.1 } }), 2)
  close(displayAspect({ width: 100, height: 50, spacing: null }), 2)
})

test('a fitted frame touches the stage on one side and is centred', () => {
  const r = frameRect(FIT, view, { width: 1120, height: 480 })
  equal(r, { left: 280, top: 0, width: 560, height: 480 })
})

test('zooming keeps the place under the pointer', () => {
  const stage = { width: 560, height: 480 }, at = { x: 0.25, y: 0.6 }
  const place = (v) => { const r = frameRect(v, view, stage); return [r.left + at.x * r.width, r.top + at.y * r.height] }
  const [x0, y0] = place(FIT), [x1, y1] = place(zoomed(FIT, 2, at))
  close(x1, x0, 1e-6)
  close(y1, y0, 1e-6)
})

test('zooming out ends at the fitted frame, panning stays on it', () => {
  equal(zoomed(zoomed(FIT, 2), 0.1), FIT)
  equal(panned(zoomed(FIT, 2), 99, -99), { zoom: 2, panX: 1, panY: -1 })
})

test('gain shifts grey levels and stops at black and white', () => {
  equal([gainTable(0)[128], gainTable(4)[128], gainTable(20)[250], gainTable(-20)[40]], [128, 145, 255, 0])
})

const key = (code, props = {}) => ({ code, keyCode: 1, isComposing: false, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...props })

test('keys are physical, input methods are left alone, letters can be switched off', () => {
  equal(actionFor(key('KeyE'), { letters: true }), 'tool.ellipse')
  equal(actionFor(key('KeyE'), { letters: false }), null)
  equal(actionFor(key('KeyE', { isComposing: true }), { letters: true }), null)
  equal(actionFor(key('Space'), { letters: false }), 'freeze')
  equal(actionFor(key('KeyZ', { ctrlKey: true, shiftKey: true }), { letters: false }), 'redo')
  equal(actionFor(key('Digit4', { altKey: true }), { letters: true }), 'category.4')
})

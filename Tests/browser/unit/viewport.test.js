import { displayAspect, FIT, frameRect, limitedTone, panned, PLAIN, toneTable, zoomed } from '../../../web/state/viewport.js'
import { ACTIONS, actionFor, chordsOf, chordText, readOwnKeys, remapped } from '../../../web/state/keymap.js'
import { pinched } from '../../../web/state/pinch.js'
import { linkedFrame } from '../../../web/state/linked.js'
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
  const gain = (value) => toneTable({ ...PLAIN, gain: value })
  equal([gain(0)[128], gain(4)[128], gain(20)[250], gain(-20)[40]], [128, 145, 255, 0])
})

test('the plain picture is the stored one, contrast turns about middle grey, inversion mirrors', () => {
  equal([...toneTable(PLAIN)], Array.from({ length: 256 }, (_, i) => i))
  const hard = toneTable({ ...PLAIN, contrast: 10 }), soft = toneTable({ ...PLAIN, contrast: -10 })
  equal([hard[128], hard[148], hard[100], soft[128], soft[148]], [128, 168, 72, 128, 138])
  equal([0, 100, 255].map((i) => toneTable({ ...PLAIN, isInverted: true })[i]), [255, 155, 0])
  equal(limitedTone({ gain: 99, contrast: -99, isInverted: false }), { gain: 20, contrast: -10, isInverted: false })
})

test('two fingers moving apart zoom, two fingers moving together carry the frame', () => {
  const at = (x, y) => ({ clientX: x, clientY: y })
  equal(pinched([at(0, 0), at(10, 0)], [at(-5, 0), at(15, 0)]), { factor: 2, dx: 0, dy: 0, at: at(5, 0) })
  equal(pinched([at(0, 0), at(10, 0)], [at(3, 4), at(13, 4)]), { factor: 1, dx: 3, dy: 4, at: at(8, 4) })
})

test('a linked loop keeps its distance, a longer one keeps its share', () => {
  const a = { id: 'v1', frames: 60 }, b = { id: 'v2', frames: 119 }
  equal([30, 35, 99].map((f) => linkedFrame(f, { view: a, frame: 30 }, { view: a, frame: 33 })), [33, 38, 59])
  equal([0, 59, 30].map((f) => linkedFrame(f, { view: a, frame: 0 }, { view: b, frame: 0 })), [0, 118, 60])
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

test('every action has a key, and no key means two things', () => {
  const all = ACTIONS.flatMap((action) => chordsOf(action))
  equal(ACTIONS.filter((action) => chordsOf(action).length === 0), [])
  equal(all.filter((chord, i) => all.indexOf(chord) !== i), [])
})

test('an action can have another key; a taken or reserved one is refused by name', () => {
  const { own } = remapped({}, 'tool.ellipse', 'KeyJ')
  equal([actionFor(key('KeyJ'), { letters: true, own }), actionFor(key('KeyE'), { letters: true, own })], ['tool.ellipse', null])
  equal(remapped(own, 'tool.box', 'KeyJ').taken, 'tool.ellipse')
  equal(remapped(own, 'tool.box', 'KeyE').own, { 'tool.ellipse': 'KeyJ', 'tool.box': 'KeyE' })
  equal(remapped(own, 'tool.ellipse', 'KeyE').own, {})
  equal(remapped(own, 'loop', 'Ctrl+KeyW').isReserved, true)
})

test('kept keys that mean nothing any more are forgotten', () => {
  equal(readOwnKeys('{"freeze": "KeyF", "dance": "KeyD", "loop": 3}'), { freeze: 'KeyF' })
  equal([readOwnKeys('not json'), readOwnKeys(null)], [{}, {}])
})

test('keys are printed as on a keyboard', () => {
  equal(['Ctrl+Shift+KeyZ', 'Space', 'Alt+Digit4', 'Shift+Slash', 'BracketLeft'].map(chordText), ['Ctrl ⇧ Z', 'Space', 'Alt 4', '?', '['])
})

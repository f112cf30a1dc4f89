import * as g from '../../../web/state/geometry.js'
import { close, equal, test } from './check.js'

test('a length counts both spacings', () => {
  // 3-4-5 in tissue: 30 px of 0.1 mm across, 20 px of 0.2 mm down.
  const { value, unit } = g.measure({ x: 10, y: 10 }, { x: 40, y: 30 }, { x: 0.1, y: 0.2 })
  close(value, 5)
  equal(unit, 'mm')
})

test('without a spacing a length stays in pixels', () => {
  equal(g.measure({ x: 0, y: 0 }, { x: 6, y: 8 }, null), { value: 10, unit: 'px' })
})

test('sideways and deep are judged in tissue', () => {
  const line = { from: { x: 0, y: 0 }, to: { x: 10, y: 8 } }
  equal(g.isSideways(line, null), true)
  equal(g.isSideways(line, { x: 0.1, y: 0.2 }), false)
})

test('an ellipse between two corners fills them, in any order', () => {
  const shape = g.ellipseBetween({ x: 30, y: 20 }, { x: 10, y: 60 })
  equal(shape, { kind: 'ellipse', x: 20, y: 40, halfWidth: 10, halfHeight: 20, angle: 0 })
  equal(g.bounds(shape), { x: 10, y: 20, width: 20, height: 40 })
})

test('the bounds of a turned ellipse are those of its outline', () => {
  const b = g.bounds({ kind: 'ellipse', x: 0, y: 0, halfWidth: 10, halfHeight: 4, angle: Math.PI / 2 })
  close(b.width, 8, 1e-9)
  close(b.height, 20, 1e-9)
})

test('every handle dragged to where it stands leaves the shape as it is', () => {
  const shapes = [
    { kind: 'ellipse', x: 100, y: 80, halfWidth: 30, halfHeight: 20, angle: 0.3 },
    { kind: 'box', x: 10, y: 20, width: 30, height: 40 },
  ]
  for (const shape of shapes) {
    g.handles(shape).forEach((p, i) => {
      const same = g.resized(shape, i, p)
      for (const key of Object.keys(shape)) if (key !== 'kind') close(same[key], shape[key], 1e-9, `${shape.kind} handle ${i} ${key}`)
    })
  }
})

test('containment: the centre is inside, a far place is not, slack widens', () => {
  const ellipse = { kind: 'ellipse', x: 50, y: 50, halfWidth: 20, halfHeight: 10, angle: 0 }
  equal([g.contains(ellipse, { x: 50, y: 50 }), g.contains(ellipse, { x: 71, y: 50 }), g.contains(ellipse, { x: 71, y: 50 }, 2)], [true, false, true])
  const square = { kind: 'freehand', contour: [[0, 0], [10, 0], [10, 10], [0, 10]] }
  equal([g.contains(square, { x: 5, y: 5 }), g.contains(square, { x: 15, y: 5 })], [true, false])
})

test('overlap of rectangles is intersection over union', () => {
  const a = { x: 0, y: 0, width: 10, height: 10 }
  close(g.overlap(a, { x: 5, y: 0, width: 10, height: 10 }), 50 / 150)
  equal(g.overlap(a, { x: 20, y: 0, width: 5, height: 5 }), 0)
})

test('a hand-drawn line is thinned but keeps its first point', () => {
  const line = Array.from({ length: 1000 }, (_, i) => [i * 0.5, 0])
  const thin = g.thinned(line, 3, 100)
  equal(thin[0], [0, 0])
  equal(thin.length <= 100, true)
})

test('stored shapes are cut to a tenth of a pixel', () => {
  equal(g.rounded({ kind: 'box', x: 1.23456, y: 2, width: 3.16, height: 4 }), { kind: 'box', x: 1.2, y: 2, width: 3.2, height: 4 })
})

test('a moved shape keeps its centre in the frame', () => {
  equal(g.movedInside({ kind: 'point', x: 5, y: 5 }, -20, 3, { width: 100, height: 100 }), { kind: 'point', x: 0, y: 8 })
})

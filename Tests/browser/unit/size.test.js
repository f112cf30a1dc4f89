import { sizeOf } from '../../../web/state/size.js'
import { close, equal, test } from './check.js'

const spacing = { x: 0.1, y: 0.2 }
const across = (frame, px) => ({ frame, from: { x: 0, y: 0 }, to: { x: px, y: 0 } })
const deep = (frame, px) => ({ frame, from: { x: 0, y: 0 }, to: { x: 0, y: px } })

test('a pair is width and depth whichever was drawn first, in tissue and not in pixels', () => {
  equal([sizeOf([across(3, 100), deep(3, 40)], spacing).pair, sizeOf([deep(3, 40), across(3, 100)], spacing).pair], [[0, 1], [1, 0]])
  const { w, ap, ratio } = sizeOf([across(3, 100), deep(3, 40)], spacing)
  close(w, 10); close(ap, 8); close(ratio, 0.8)
})

test('taller than wide is above one', () => close(sizeOf([across(3, 50), deep(3, 50)], spacing).ratio, 2))

test('a length on another frame is the third, and an ellipsoid of 10 × 10 × 10 mm has 0.524 ml', () => {
  const size = sizeOf([across(3, 100), deep(3, 50), across(9, 100)], spacing)
  equal([size.third, size.h], [2, 10])
  close(size.volume, 0.5236, 1e-4)
})

test('without a spacing there are pixels, a ratio and no volume', () => {
  const size = sizeOf([across(3, 100), deep(3, 50), across(9, 60)], null)
  equal([size.unit, size.w, size.ratio, size.volume], ['px', 100, 0.5, null])
})

test('lengths of two frames are no pair', () => equal(sizeOf([across(3, 100), deep(4, 40)], spacing).pair, null))

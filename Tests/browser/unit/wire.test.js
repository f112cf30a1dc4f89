import { decodeFrameMessage } from '../../../web/wire.js'
import { bytes, equal, fails, test } from './check.js'

const fixture = await bytes('../fixtures/frame-message.bin')

/** The fixture with one byte changed. */
function changed(offset, value) {
  const copy = fixture.slice(0)
  new Uint8Array(copy)[offset] = value
  return copy
}

test('the shared fixture decodes to the values of its generator', () => {
  const { video, ...rest } = decodeFrameMessage(fixture)
  equal(rest, { isKey: true, isLast: false, isLossless: false, isDiscontinuity: false, stream: 7, index: 41, time: 1640000, findings: { frame: 41 } })
  equal([...video], [0, 0, 0, 1, 9, 0x10])
})

test('each flag has its own bit', () => {
  const flags = (bits) => { const m = decodeFrameMessage(changed(4, bits)); return [m.isKey, m.isLast, m.isLossless, m.isDiscontinuity] }
  equal(flags(2), [false, true, false, false])
  equal(flags(4), [false, false, true, false])
  equal(flags(8), [false, false, false, true])
})

test('a message without overlay has no findings', () => {
  const copy = changed(20, 0).slice(0, 28 + 6)
  equal(decodeFrameMessage(copy).findings, null)
})

test('a message that is not exactly one frame is refused with a sentence', () => {
  fails(() => decodeFrameMessage(new ArrayBuffer(12)), 'shorter than its header')
  fails(() => decodeFrameMessage(changed(0, 0x45)), '"DS"')
  fails(() => decodeFrameMessage(changed(2, 2)), 'version 2')
  fails(() => decodeFrameMessage(changed(3, 9)), 'not a frame')
  fails(() => decodeFrameMessage(fixture.slice(0, fixture.byteLength - 1)), 'its header says 46')
  fails(() => decodeFrameMessage(changed(24, 7)), 'its header says 47')
})

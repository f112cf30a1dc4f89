// One binary message carries one frame and what may be shown with it. This is the browser's half of
// the format in protocol.md, "Frame message"; the server's half is tested on the same fixture.

const MAGIC = 0x5344 // "DS", little-endian
const VERSION = 1
const HEADER = 28
const KEY = 1, LAST = 2, LOSSLESS = 4, DISCONTINUITY = 8

/**
 * @typedef {object} FrameMessage
 * @property {boolean} isKey
 * @property {boolean} isLast
 * @property {boolean} isLossless
 * @property {boolean} isDiscontinuity
 * @property {number} stream
 * @property {number} index   frame index in its loop, from 0
 * @property {number} time    presentation time in µs
 * @property {object|null} findings  FrameFindings of exactly this frame, or null while withheld
 * @property {Uint8Array} video      one access unit (Annex B) or one JPEG; a view, not a copy
 */

/**
 * Takes one message apart; throws a sentence when it is not exactly one frame.
 * @param {ArrayBuffer} buffer
 * @returns {FrameMessage}
 */
export function decodeFrameMessage(buffer) {
  if (buffer.byteLength < HEADER) throw new Error(`frame message: ${buffer.byteLength} bytes, shorter than its header`)
  const view = new DataView(buffer)
  if (view.getUint16(0, true) !== MAGIC) throw new Error('frame message: does not begin with "DS"')
  if (view.getUint8(2) !== VERSION) throw new Error(`frame message: version ${view.getUint8(2)}, this page reads ${VERSION}; reload it`)
  if (view.getUint8(3) !== 1) throw new Error(`frame message: type ${view.getUint8(3)} is not a frame`)
  const overlayLength = view.getUint32(20, true)
  const videoLength = view.getUint32(24, true)
  if (buffer.byteLength !== HEADER + overlayLength + videoLength) {
    throw new Error(`frame message: ${buffer.byteLength} bytes, its header says ${HEADER + overlayLength + videoLength}`)
  }
  const flags = view.getUint16(4, true)
  return {
    isKey: (flags & KEY) !== 0,
    isLast: (flags & LAST) !== 0,
    isLossless: (flags & LOSSLESS) !== 0,
    isDiscontinuity: (flags & DISCONTINUITY) !== 0,
    stream: view.getUint16(6, true),
    index: view.getUint32(8, true),
    time: Number(view.getBigInt64(12, true)),
    findings: overlayLength ? parseOverlay(new Uint8Array(buffer, HEADER, overlayLength)) : null,
    video: new Uint8Array(buffer, HEADER + overlayLength, videoLength),
  }
}

function parseOverlay(bytes) {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}

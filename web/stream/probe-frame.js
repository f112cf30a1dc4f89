// One binary message of the /probe socket: width and height as little-endian 16-bit numbers, micrometres per
// pixel as 32-bit, then grey bytes row by row.

const HEADER = 8

/** @param {ArrayBuffer} buffer @returns {{width: number, height: number, millimetresPerPixel: number, pixels: Uint8Array}} */
export function decodeProbeFrame(buffer) {
  if (buffer.byteLength < HEADER) throw new Error(`probe frame: ${buffer.byteLength} bytes, shorter than its header`)
  const view = new DataView(buffer)
  const [width, height] = [view.getUint16(0, true), view.getUint16(2, true)]
  if (buffer.byteLength !== HEADER + width * height) throw new Error(`probe frame: ${buffer.byteLength} bytes do not make ${width} × ${height} pixels`)
  return { width, height, millimetresPerPixel: view.getUint32(4, true) / 1000, pixels: new Uint8Array(buffer, HEADER) }
}

/** Grey bytes as the opaque RGBA a canvas wants. @param {Uint8Array} pixels */
export function grey(pixels) {
  const out = new Uint8ClampedArray(pixels.length * 4)
  for (let i = 0; i < pixels.length; i += 1) {
    out[4 * i] = out[4 * i + 1] = out[4 * i + 2] = pixels[i]
    out[4 * i + 3] = 255
  }
  return out
}

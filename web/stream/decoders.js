// Bytes of one frame to its grey plane. Two ways with one face: `decode(frame)` takes messages in
// order and calls back with (index, plane) as planes come out; `flush` brings out the last.

/** @typedef {{width: number, height: number, pixels: Uint8Array}} Plane  one byte a pixel, rows without gaps */

/** H.264 through WebCodecs. The frame index travels in `timestamp`, so no clock can confuse it. */
export class VideoPlanes {
  #decoder
  #pending = Promise.resolve()

  /**
   * @param {string} codec
   * @param {HardwareAcceleration} hardwareAcceleration
   * @param {(index: number, plane: Plane) => void} take
   * @param {(error: Error) => void} fail
   */
  constructor(codec, hardwareAcceleration, take, fail) {
    this.#decoder = new VideoDecoder({
      // Copies are chained so that planes arrive in order and few VideoFrames stay open.
      output: (frame) => { this.#pending = this.#pending.then(() => greyOf(frame)).then((plane) => take(frame.timestamp, plane), fail).finally(() => frame.close()) },
      error: fail,
    })
    this.#decoder.configure({ codec, optimizeForLatency: true, hardwareAcceleration })
  }

  decode({ index, isKey, video }) {
    if (this.#decoder.state !== 'configured') return
    this.#decoder.decode(new EncodedVideoChunk({ type: isKey ? 'key' : 'delta', timestamp: index, data: video }))
  }

  async flush() {
    if (this.#decoder.state === 'configured') await this.#decoder.flush().catch(() => {})
    await this.#pending
  }

  close() {
    if (this.#decoder.state !== 'closed') this.#decoder.close()
  }
}

/** One JPEG a frame, where WebCodecs is missing. */
export class PicturePlanes {
  #pending = Promise.resolve()
  #isClosed = false
  #take
  #fail

  constructor(take, fail) {
    this.#take = take
    this.#fail = fail
  }

  decode({ index, video }) {
    const blob = new Blob([video.slice()], { type: 'image/jpeg' })
    this.#pending = this.#pending.then(() => this.#one(index, blob)).catch(this.#fail)
  }

  async #one(index, blob) {
    if (this.#isClosed) return
    const plane = await planeOf(blob)
    if (!this.#isClosed) this.#take(index, plane)
  }

  async flush() { await this.#pending }
  close() { this.#isClosed = true }
}

/** The grey plane of a picture file. @param {Blob} blob @returns {Promise<Plane>} */
export async function planeOf(blob) {
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' })
  const { width, height } = bitmap
  const plane = firstChannel(bitmap, width, height)
  bitmap.close()
  return plane
}

/** The luma of a decoded frame; full range as our encoder writes it, stretched where it is not. */
async function greyOf(frame) {
  const { width, height } = frame.visibleRect
  if (!frame.format?.startsWith('I420') && frame.format !== 'NV12') return firstChannel(frame, width, height)
  const all = new Uint8Array(frame.allocationSize())
  const [luma] = await frame.copyTo(all)
  const pixels = packed(all, luma, width, height)
  if (frame.colorSpace.fullRange === false) stretch(pixels)
  return { width, height, pixels }
}

function packed(all, { offset, stride }, width, height) {
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) pixels.set(all.subarray(offset + y * stride, offset + y * stride + width), y * width)
  return pixels
}

function stretch(pixels) {
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.max(0, Math.min(255, ((pixels[i] - 16) * 255) / 219))
}

/** For sources that only a canvas can read. */
function firstChannel(source, width, height) {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })
  context.drawImage(source, 0, 0)
  const { data } = context.getImageData(0, 0, width, height)
  const pixels = new Uint8Array(width * height)
  for (let i = 0; i < pixels.length; i++) pixels[i] = data[i * 4]
  return { width, height, pixels }
}

// Can this browser decode our video, one frame out for one frame in? Asked once, of three tiny frames,
// before the first loop; a browser that holds frames back or has no decoder gets JPEGs instead.

const CHUNKS = [
  'AAAAAQkQAAAAAWdkAAqstCPYCIAAAAMAgAAAHgeJE1AAAAABaO8CUsiwAAABZYiEHf+Flcl/ZTPHw4IpYLv9WPQhCozT+1oP' +
  'XM8aE0tkHENxrD5eZUE7VZiSGFHlGFCPdboyQhNDjKwy/g6ktNDBcok8ENsY/yBH9pcutT5NLuE7LUBgm5XgB240KUbFqbot' +
  'jWISwMcTz1oHQ/ZFZzRx1v+ls1kO9aXEdWKfTC0ZA6d/3tk3UxYC+Ms5eDZiSRarG9kle/QwZgyQLIE=',
  'AAAAAQkwAAABQZomIQ+SCQGl',
  'AAAAAQkwAAABQZpGIU9kQQ==',
]
const CODEC = 'avc1.64000A'
/** How long a decoder may take for three frames of 64 by 48 pixels, in ms. */
const PATIENCE = 1500

/** @typedef {{codec: 'h264', hardwareAcceleration: 'no-preference'|'prefer-software'} | {codec: 'jpeg'}} Way */

/** @type {Promise<Way>|null} */
let answer = null

/** The way this browser gets frames. @returns {Promise<Way>} */
export const wayToDecode = () => (answer ??= probe())

/** From now on JPEGs: a decoder that passed the probe has failed on real frames. */
export const fallBack = () => { answer = Promise.resolve({ codec: 'jpeg' }) }

async function probe() {
  if (typeof VideoDecoder === 'undefined') return { codec: 'jpeg' }
  for (const hardwareAcceleration of /** @type {const} */ (['no-preference', 'prefer-software'])) {
    if (await decodesInStep(hardwareAcceleration)) return { codec: 'h264', hardwareAcceleration }
  }
  return { codec: 'jpeg' }
}

/** True when frames come out without a flush, at most two behind. */
function decodesInStep(hardwareAcceleration) {
  return new Promise((resolve) => {
    const decoder = new VideoDecoder({
      output: (frame) => { frame.close(); settle(true) },
      error: () => settle(false),
    })
    const timer = setTimeout(() => settle(false), PATIENCE)
    function settle(isGood) {
      clearTimeout(timer)
      if (decoder.state !== 'closed') decoder.close()
      resolve(isGood)
    }
    try {
      decoder.configure({ codec: CODEC, optimizeForLatency: true, hardwareAcceleration })
      CHUNKS.forEach((text, i) => decoder.decode(chunk(text, i)))
    } catch {
      settle(false)
    }
  })
}

function chunk(text, index) {
  const data = Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
  return new EncodedVideoChunk({ type: index === 0 ? 'key' : 'delta', timestamp: index, data })
}

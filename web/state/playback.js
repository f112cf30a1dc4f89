// Which frame is due now. Playback runs from the wall clock, frame = floor((now - t0) * rate / frameTime),
// with the frame time in µs as a double: nothing is counted up, so nothing drifts.

/**
 * @typedef {object} Playback
 * @property {number} frames
 * @property {number} frameTime   µs per frame; 0 for a still
 * @property {boolean} isPlaying
 * @property {boolean} isLooping
 * @property {number} rate        1 is true speed
 * @property {number} anchorFrame the frame that was on screen...
 * @property {number} anchorTime  ...at this time in ms
 */

/** A time that is a whole number of frames is that frame, whatever the last bit of a double says. */
const ROUNDING = 1e-9

export const RATES = [0.25, 0.5, 1, 2]

/** @param {{frames: number, frameRate?: number|null}} view @returns {Playback} */
export function playbackOf(view) {
  return {
    frames: view.frames, frameTime: view.frameRate ? 1e6 / view.frameRate : 0,
    isPlaying: false, isLooping: true, rate: 1, anchorFrame: 0, anchorTime: 0,
  }
}

export const canPlay = (p) => p.frames > 1 && p.frameTime > 0

/** The frame due at `now` (ms). @param {Playback} p */
export function frameAt(p, now) {
  if (!p.isPlaying) return p.anchorFrame
  const due = p.anchorFrame + Math.floor(((now - p.anchorTime) * 1000 * p.rate) / p.frameTime + ROUNDING)
  return p.isLooping ? due % p.frames : Math.min(due, p.frames - 1)
}

/** Whether a loop that does not repeat has reached its last frame. */
export function hasEnded(p, now) {
  return p.isPlaying && !p.isLooping && frameAt(p, now) === p.frames - 1
}

const anchored = (p, frame, now) => ({ ...p, anchorFrame: Math.min(Math.max(frame, 0), p.frames - 1), anchorTime: now })

/** Starts; from the first frame when the loop stands on its last and does not repeat. */
export function play(p, now) {
  if (!canPlay(p)) return p
  const from = !p.isLooping && p.anchorFrame === p.frames - 1 ? 0 : frameAt(p, now)
  return { ...anchored(p, from, now), isPlaying: true }
}

export const pause = (p, now) => ({ ...anchored(p, frameAt(p, now), now), isPlaying: false })
/** Goes to a frame; playback goes on from there. */
export const seek = (p, frame, now) => anchored(p, frame, now)
/** Steps and freezes. */
export const step = (p, by, now) => ({ ...anchored(p, frameAt(p, now) + by, now), isPlaying: false })
export const setRate = (p, rate, now) => ({ ...anchored(p, frameAt(p, now), now), rate })
export const setLooping = (p, isLooping, now) => ({ ...anchored(p, frameAt(p, now), now), isLooping })

/** The next faster or slower of the fixed speeds. */
export function shiftRate(p, by, now) {
  const at = RATES.indexOf(p.rate) + by
  return at < 0 || at >= RATES.length ? p : setRate(p, RATES[at], now)
}

// Which decoded frames to keep. A loop that fits stays whole; a longer one keeps a window that
// begins a little before the playhead.

/** Memory for decoded grey frames. */
export const BUDGET = 256 * 1024 * 1024
const BEHIND = 0.2

/** How many frames of this size may be held. */
export const capacity = (view, budget = BUDGET) => Math.max(8, Math.floor(budget / (view.width * view.height)))

/** How far ahead of the window's start a frame lies, round the loop. */
export function aheadOf(frame, playhead, frames, held) {
  const start = playhead - Math.floor(held * BEHIND)
  return (((frame - start) % frames) + frames) % frames
}

/** The held frames to give up so that at most `most` stay: those furthest ahead. */
export function framesToDrop(held, playhead, frames, most) {
  if (held.length <= most) return []
  return [...held].sort((a, b) => aheadOf(a, playhead, frames, most) - aheadOf(b, playhead, frames, most)).slice(most)
}

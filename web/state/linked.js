// Two loops side by side: which frame the second shows when the first one moves.

/**
 * @typedef {{id: string, frames: number}} Place  a view
 * @param {number} frame  of the first
 * @param {{view: Place, frame: number}} from  where the first stood when the two were linked
 * @param {{view: Place, frame: number}} to    where the second stood then
 */
export function linkedFrame(frame, from, to) {
  const last = to.view.frames - 1
  if (from.view.frames === to.view.frames) return within(to.frame + frame - from.frame, last)
  const perFrame = last / Math.max(1, from.view.frames - 1)
  return within(Math.round(to.frame + (frame - from.frame) * perFrame), last)
}

const within = (frame, last) => Math.min(last, Math.max(0, frame))

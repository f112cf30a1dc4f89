// Two fingers on the stage: how far they zoom and where they carry the frame.

/** @typedef {{clientX: number, clientY: number}} Touch  page pixels */

const middle = (a, b) => ({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 })
const apart = (a, b) => Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY))

/**
 * From two fingers' last places to their new ones.
 * @param {[Touch, Touch]} before @param {[Touch, Touch]} now
 * @returns {{factor: number, dx: number, dy: number, at: Touch}} `at`: the place that stays under the fingers
 */
export function pinched(before, now) {
  const from = middle(...before), to = middle(...now)
  return { factor: apart(...now) / apart(...before), dx: to.clientX - from.clientX, dy: to.clientY - from.clientY, at: to }
}

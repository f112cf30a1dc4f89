// Seconds each frame of each view was on screen. Display is not gaze; words on the page say "displayed".

/** @typedef {Record<string, number[]>} Displayed */

/** Adds `seconds` to one frame, in place: this runs at every repaint. @param {Displayed} displayed */
export function addDisplay(displayed, view, frame, seconds) {
  if (!(seconds > 0)) return
  const row = (displayed[view] ??= [])
  while (row.length <= frame) row.push(0)
  row[frame] += seconds
}

/** For storing: hundredths of a second. */
export function roundedDisplay(displayed) {
  return Object.fromEntries(Object.entries(displayed).map(([view, row]) => [view, row.map((s) => Math.round(s * 100) / 100)]))
}

/** Brightness of each frame's cell on the time line, 0...1, the longest-shown frame brightest. */
export function brightness(row, frames) {
  const longest = Math.max(0.25, ...(row ?? []))
  return Array.from({ length: frames }, (_, i) => {
    const s = row?.[i] ?? 0
    return s > 0 ? 0.2 + 0.7 * Math.sqrt(s / longest) : 0
  })
}

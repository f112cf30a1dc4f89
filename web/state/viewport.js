// How the frame lies on the stage: fitted, then zoomed about a place and panned.

import { clamp } from './geometry.js'

/** @typedef {{zoom: number, panX: number, panY: number}} Viewport  pan in fractions of the fitted frame */

export const FIT = { zoom: 1, panX: 0, panY: 0 }
const MOST = 8

/** Width over height as it is in tissue, not in pixels. */
export function displayAspect({ width, height, spacing }) {
  return spacing ? (width * spacing.x) / (height * spacing.y) : width / height
}

/** The frame's rectangle on a stage of `stage` CSS pixels. @param {Viewport} v */
export function frameRect(v, view, stage, margin = { x: 0, y: 0 }) {
  const aspect = displayAspect(view)
  const height = Math.max(1, Math.min(stage.height - margin.y, (stage.width - margin.x) / aspect))
  const w = height * aspect * v.zoom, h = height * v.zoom
  return {
    left: (stage.width - w) / 2 + v.panX * height * aspect, top: (stage.height - h) / 2 + v.panY * height,
    width: w, height: h,
  }
}

/** Zooms by a factor and keeps `at` (fractions of the frame, 0...1) where it is. @param {Viewport} v @returns {Viewport} */
export function zoomed(v, factor, at = { x: 0.5, y: 0.5 }) {
  const zoom = clamp(v.zoom * factor, 1, MOST)
  if (zoom === 1) return FIT
  const grown = zoom - v.zoom
  return limited({ zoom, panX: v.panX + (0.5 - at.x) * grown, panY: v.panY + (0.5 - at.y) * grown })
}

/** Moves by fractions of the fitted frame. @param {Viewport} v */
export const panned = (v, dx, dy) => limited({ ...v, panX: v.panX + dx, panY: v.panY + dy })

function limited(v) {
  const most = v.zoom / 2
  return { zoom: v.zoom, panX: clamp(v.panX, -most, most), panY: clamp(v.panY, -most, most) }
}

/** @typedef {{gain: number, contrast: number, isInverted: boolean}} Tone */

/** As recorded. */
export const PLAIN = { gain: 0, contrast: 0, isInverted: false }
const MOST_GAIN = 20, MOST_CONTRAST = 10

/** A tone with both settings inside their ranges. @param {Tone} tone */
export const limitedTone = (tone) => ({ ...tone, gain: clamp(tone.gain, -MOST_GAIN, MOST_GAIN), contrast: clamp(tone.contrast, -MOST_CONTRAST, MOST_CONTRAST) })

/**
 * Grey level shown for each stored level. One step of gain is about 1 dB of a 60 dB picture; contrast
 * narrows or widens the window about middle grey, ten steps halve or double it. @param {Tone} tone
 */
export function toneTable({ gain, contrast, isInverted }) {
  const table = new Uint8ClampedArray(256), slope = 2 ** (contrast / 10)
  for (let i = 0; i < 256; i++) {
    const grey = i === 0 && gain <= 0 && contrast >= 0 ? 0 : (i - 128) * slope + 128 + gain * 4.25
    table[i] = isInverted ? 255 - clamp(grey, 0, 255) : grey
  }
  return table
}

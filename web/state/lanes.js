// The feedback's time lanes: when a lesion was visible, when the AI saw it, what was displayed, when
// it was marked, which plane was chosen. Frames in, runs of frames out.

import { boundsOf, overlap } from './geometry.js'

/** Neighbouring frames as [first, last] runs. @param {number[]} frames @returns {[number, number][]} */
export function runs(frames) {
  const out = []
  for (const f of [...new Set(frames)].sort((a, b) => a - b)) {
    const last = out.at(-1)
    if (last && f === last[1] + 1) last[1] = f
    else out.push([f, f])
  }
  return out
}

/** Where the lesion is, per frame of one view. @returns {Map<number, [number, number][]>} */
export function outlinesOf(lesion, view) {
  const here = lesion.views.find((v) => v.id === view)
  return new Map((here?.outlines ?? []).map((o) => [o.frame, o.contour]))
}

/** The findings of one AI track, per frame of one view. */
export function findingsOf(ai, view, track) {
  const frames = ai?.views.find((v) => v.id === view)?.frames ?? []
  const pairs = frames.map((f) => [f.frame, f.findings.find((x) => x.track === track)])
  return new Map(pairs.filter(([, finding]) => finding))
}

/** The AI's track that lies on this lesion, or null: the one whose boxes overlap its outlines most. */
export function trackFor(lesion, ai, view) {
  const outlines = outlinesOf(lesion, view)
  const tracks = ai?.views.find((v) => v.id === view)?.tracks ?? []
  const scored = tracks.map((t) => ({ track: t, share: meanOverlap(outlines, findingsOf(ai, view, t.id)) }))
  const best = scored.sort((a, b) => b.share - a.share)[0]
  return best && best.share >= 0.1 ? best.track : null
}

function meanOverlap(outlines, findings) {
  const shared = [...findings].filter(([frame]) => outlines.has(frame))
  if (shared.length === 0) return 0
  return shared.reduce((sum, [frame, f]) => sum + overlap(boundsOf(outlines.get(frame)), f.box), 0) / shared.length
}

/**
 * Everything the lanes paint for one view.
 * @param {object} feedback  Feedback as protocol.md has it
 * @param {string} view
 */
export function lanesOf(feedback, view) {
  const read = feedback.attempt?.reads?.final ?? feedback.attempt?.reads?.first ?? null
  const hits = new Set(feedback.lesions.map((l) => l.mark).filter(Boolean))
  const tracks = feedback.lesions.map((l) => trackFor(l, feedback.ai, view))
  const marks = (read?.marks ?? []).filter((m) => m.view === view)
  return {
    visible: feedback.lesions.map((l) => runs([...outlinesOf(l, view).keys()])),
    seen: tracks.map((t) => (t ? runs([...findingsOf(feedback.ai, view, t.id).keys()]) : [])),
    displayed: read?.displayed?.[view] ?? [],
    marks: marks.map((m) => ({ id: m.id, frame: m.frame, isHit: hits.has(m.id) })),
    keyPlanes: {
      experts: feedback.lesions.flatMap((l) => l.views.filter((v) => v.id === view && v.keyPlane).map((v) => v.keyPlane)),
      mine: marks.filter((m) => m.keyPlane !== null && m.keyPlane !== undefined).map((m) => m.keyPlane),
      ai: tracks.flatMap((t) => (t && t.keyPlane !== null && t.keyPlane !== undefined ? [t.keyPlane] : [])),
    },
  }
}

/**
 * What the reader did while the first lesion that counts could be seen; null without a lesion in a moving view.
 * @param {object} feedback  Feedback as protocol.md has it
 * @returns {{view: object, spans: [number, number][], seconds: number, share: number, longest: {frame: number, seconds: number}|null, mark: number|null}|null}
 */
export function lookedAt(feedback) {
  const read = feedback.attempt?.reads?.final ?? feedback.attempt?.reads?.first ?? null
  const lesion = feedback.lesions.find((l) => l.isScored !== false)
  const view = read && lesion && feedback.case.views.find((v) => v.frames > 1 && outlinesOf(lesion, v.id).size > 0)
  if (!view) return null
  const frames = [...outlinesOf(lesion, view.id).keys()], displayed = read.displayed?.[view.id] ?? []
  const on = (frame) => displayed[frame] ?? 0
  const seconds = frames.reduce((sum, f) => sum + on(f), 0)
  const all = Object.values(read.displayed ?? {}).flat().reduce((sum, s) => sum + s, 0)
  const best = frames.reduce((a, b) => (on(b) > on(a) ? b : a), frames[0])
  const mark = read.marks.find((m) => m.id === lesion.mark && m.view === view.id)
  return { view, spans: runs(frames), seconds, share: all > 0 ? seconds / all : 0, longest: on(best) > 0 ? { frame: best, seconds: on(best) } : null, mark: mark?.frame ?? null }
}

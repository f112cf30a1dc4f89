// Mine, experts, AI and pathology side by side for one lesion. Values and how mine stands to the
// panel's; the words and marks are the page's.

import { measure } from './geometry.js'
import { categoryOfMark, managementOf } from './lexicon.js'
import { trackFor } from './lanes.js'

/**
 * @typedef {'same'|'inside'|'outside'|null} Agreement  as the panel, inside its spread, outside; null: nothing to compare
 */

/** Votes for each word, most first. @param {string[][]} ballots @returns {{term: string, votes: number}[]} */
export function tally(ballots) {
  const votes = new Map()
  for (const term of ballots.flat()) votes.set(term, (votes.get(term) ?? 0) + 1)
  return [...votes].map(([term, n]) => ({ term, votes: n })).sort((a, b) => b.votes - a.votes)
}

/** @param {string[]} mine @param {{term: string, votes: number}[]} panel @returns {Agreement} */
export function agreement(mine, panel) {
  if (mine.length === 0 || panel.length === 0) return null
  const top = panel.filter((p) => p.votes === panel[0].votes).map((p) => p.term)
  if (mine.every((t) => top.includes(t))) return 'same'
  return mine.every((t) => panel.some((p) => p.term === t)) ? 'inside' : 'outside'
}

/** @returns {Agreement} */
export function sizeAgreement(mine, sizes) {
  if (mine === null || sizes.length === 0) return null
  const low = Math.min(...sizes), high = Math.max(...sizes), middle = (low + high) / 2
  if (Math.abs(mine - middle) <= Math.max(0.05 * middle, 0.5)) return 'same'
  return mine >= low && mine <= high ? 'inside' : 'outside'
}

/** The longest caliper of a mark in mm, or null. */
export function longAxis(mark, spacing) {
  const lengths = (mark?.calipers ?? []).map((c) => measure(c.from, c.to, spacing)).filter((l) => l.unit === 'mm')
  return lengths.length ? Math.max(...lengths.map((l) => l.value)) : null
}

/**
 * The rows for one lesion.
 * @param {object} feedback @param {object} lesion @param {object} lexicon
 * @returns {{found: object, features: object[], size: object, category: object, management: object, cancer: object}}
 */
export function comparison(feedback, lesion, lexicon) {
  const read = feedback.attempt?.reads?.final ?? feedback.attempt?.reads?.first ?? null
  const mark = read?.marks.find((m) => m.id === lesion.mark) ?? null
  const track = firstTrack(feedback, lesion)
  return {
    found: { mine: read ? mark !== null : null, experts: lesion.opinions.length, ai: track !== null, frames: track },
    features: featureRows(lexicon, lesion, mark, track),
    size: sizeRow(feedback, lesion, mark, track),
    ...callRows(lexicon, lesion, mark, track, feedback.case.views.find((v) => v.id === mark?.view)?.spacing),
    cancer: { mine: read?.likelihood ?? null, ai: track?.malignancy ?? feedback.ai?.malignancy ?? null, pathology: lesion.pathology ?? null },
  }
}

function firstTrack(feedback, lesion) {
  for (const view of lesion.views) {
    const track = trackFor(lesion, feedback.ai, view.id)
    if (track) return track
  }
  return null
}

function featureRows(lexicon, lesion, mark, track) {
  return lexicon.features.filter((f) => f.isDrilled).map((feature) => {
    const experts = tally(lesion.opinions.map((o) => o.descriptors?.[feature.id] ?? []))
    const mine = mark?.descriptors?.[feature.id] ?? []
    return { feature, mine, experts, ai: track?.descriptors?.[feature.id] ?? [], agreement: agreement(mine, experts) }
  }).filter((row) => row.mine.length + row.experts.length + row.ai.length > 0)
}

function sizeRow(feedback, lesion, mark, track) {
  const spacing = feedback.case.views.find((v) => v.id === mark?.view)?.spacing
  const mine = longAxis(mark, spacing)
  const experts = lesion.opinions.map((o) => o.longAxisMm).filter((v) => v !== null && v !== undefined)
  return { mine, experts, ai: track?.longAxisMm ?? null, agreement: sizeAgreement(mine, experts) }
}

function callRows(lexicon, lesion, mark, track, spacing) {
  const experts = tally(lesion.opinions.map((o) => (o.assessment ? [o.assessment] : [])))
  const steps = tally(lesion.opinions.map((o) => [managementOf(lexicon, o.assessment, o.longAxisMm ?? null)].filter(Boolean)))
  const mine = categoryOfMark(lexicon, mark), myStep = managementOf(lexicon, mine, longAxis(mark, spacing))
  return {
    category: { mine, experts, ai: track?.assessment ?? null, agreement: agreement(mine ? [mine] : [], experts) },
    management: { mine: myStep, experts: steps, ai: managementOf(lexicon, track?.assessment, track?.longAxisMm ?? null), agreement: agreement(myStep ? [myStep] : [], steps) },
  }
}

/** What differs between my answer and the AI's, for the second read. */
export function secondRead(read, ai, lexicon) {
  const mark = read.marks[0] ?? null
  const track = trackNear(mark, ai)
  const rows = lexicon.features.filter((f) => f.isDrilled).map((feature) => ({
    feature, mine: mark?.descriptors?.[feature.id] ?? [], ai: track?.descriptors?.[feature.id] ?? [],
  })).filter((r) => r.mine.length + r.ai.length > 0)
  return { mark, track, features: rows.map((r) => ({ ...r, differs: r.mine.length > 0 && r.ai.length > 0 && String(r.mine) !== String(r.ai) })) }
}

function trackNear(mark, ai) {
  const tracks = ai.views.flatMap((v) => v.tracks.map((t) => ({ ...t, view: v.id })))
  const here = tracks.filter((t) => !mark || t.view === mark.view)
  return here.sort((a, b) => b.confidence - a.confidence)[0] ?? null
}

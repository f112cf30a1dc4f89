// From an answer in the making to a Read on the wire, and what still keeps it from being committed.

import { categoryOfMark, offered, rankOf } from './lexicon.js'
import { roundedDisplay } from './dwell.js'

/** The category that counts for the case: that of the most suspicious mark. */
export function overallAssessment(answer, lexicon) {
  if (answer.marks.length === 0) return answer.assessment
  const called = answer.marks.map((m) => categoryOfMark(lexicon, m)).filter(Boolean)
  return called.reduce((top, a) => (top === null || rankOf(lexicon, a) > rankOf(lexicon, top) ? a : top), null)
}

/** @returns {object} a Read as protocol.md has it */
export function readOf(answer, lexicon, displayed, duration) {
  return {
    marks: answer.marks, noFinding: answer.noFinding, assessment: overallAssessment(answer, lexicon),
    likelihood: answer.likelihood, qualityFaults: answer.qualityFaults,
    displayed: roundedDisplay(displayed), duration: Math.round(duration * 10) / 10,
  }
}

/** What blocks the commit, first thing first. @returns {{key: string, mark: number|null}[]} */
export function missing(answer, lexicon) {
  if (answer.noFinding) return answer.assessment ? [] : [{ key: 'missing.category', mark: null }]
  if (answer.marks.length === 0) return [{ key: 'missing.marks', mark: null }]
  return answer.marks.flatMap((m, i) => (categoryOfMark(lexicon, m) ? [] : [{ key: 'missing.markCategory', mark: i + 1 }]))
}

/** Whether the likelihood lies outside the category's usual range; a note, never a block. */
export function isUnusual(likelihood, category) {
  if (likelihood === null || !category?.likelihood) return false
  const { low, high, includesLow, includesHigh } = category.likelihood, value = likelihood * 100
  return value < low || value > high || (value === low && !includesLow) || (value === high && !includesHigh)
}

/** What a second answer changed in the first: what a person would say was different. */
export function changes(first, final, lexicon) {
  const a = overallAssessment(first, lexicon), b = overallAssessment(final, lexicon)
  const marks = new Map(first.marks.map((m) => [m.id, m]))
  const features = new Set(final.marks.flatMap((m) => changedFeatures(marks.get(m.id), m)))
  return {
    category: a === b ? null : { from: a, to: b },
    likelihood: first.likelihood === final.likelihood ? null : { from: first.likelihood, to: final.likelihood },
    features: [...features],
    marksAdded: final.marks.filter((m) => !marks.has(m.id)).length,
    marksWithdrawn: first.marks.filter((m) => !final.marks.some((n) => n.id === m.id)).length,
  }
}

function changedFeatures(before, after) {
  if (!before) return []
  const keys = new Set([...Object.keys(before.descriptors), ...Object.keys(after.descriptors)])
  return [...keys].filter((k) => String(before.descriptors[k] ?? []) !== String(after.descriptors[k] ?? []))
}

/** The next category for a key that stands for several: 4 goes 4A, 4B, 4C, 4A; and 4 is TR4 as well. */
export function cycled(lexicon, digit, current) {
  const group = offered(lexicon).map((c) => c.id).filter((id) => id.replace(/^\D+/, '').startsWith(digit))
  if (group.length === 0) return null
  return group[(group.indexOf(current) + 1) % group.length]
}

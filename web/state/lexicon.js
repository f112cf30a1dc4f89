// Questions to a lexicon as the server sends it: which features to ask, which categories to offer.

/** Features to show for a mark: the drilled ones whose condition its descriptors meet. */
export function askedFeatures(lexicon, descriptors) {
  return lexicon.features.filter((f) => f.isDrilled && isMet(f.requires, descriptors))
}

/** @param {{feature: string, terms: string[]}|null|undefined} requires */
export function isMet(requires, descriptors) {
  return !requires || (descriptors[requires.feature] ?? []).some((t) => requires.terms.includes(t))
}

/** Descriptors after one term was set or taken back; features whose condition fell away go with it. */
export function described(lexicon, descriptors, feature, term, isSet) {
  const many = lexicon.features.find((f) => f.id === feature)?.isMultiple
  const now = descriptors[feature] ?? []
  const terms = !isSet ? now.filter((t) => t !== term) : many ? combined(now, term) : [term]
  return pruned(lexicon, { ...descriptors, [feature]: terms })
}

/** "None" stands alone: it neither joins other terms nor stays beside them. */
function combined(now, term) {
  if (term === 'none') return ['none']
  return [...now.filter((t) => t !== 'none' && t !== term), term]
}

function pruned(lexicon, descriptors) {
  const kept = Object.entries(descriptors).filter(([id, terms]) => {
    const feature = lexicon.features.find((f) => f.id === id)
    return terms.length > 0 && feature && isMet(feature.requires, descriptors)
  })
  return Object.fromEntries(kept)
}

/** Answered and asked features of a mark. */
export function describedCount(lexicon, descriptors) {
  const asked = askedFeatures(lexicon, descriptors)
  return { done: asked.filter((f) => descriptors[f.id]?.length).length, total: asked.length }
}

export const offered = (lexicon) => lexicon.assessment.categories.filter((c) => c.isOffered)
export const categoryOf = (lexicon, id) => lexicon.assessment.categories.find((c) => c.id === id) ?? null
export const rankOf = (lexicon, id) => categoryOf(lexicon, id)?.rank ?? -1
export const featureOf = (lexicon, id) => lexicon.features.find((f) => f.id === id) ?? null
export const termOf = (lexicon, feature, term) => featureOf(lexicon, feature)?.terms.find((t) => t.id === term) ?? null

/** A label in the language asked for, else English, else the id. */
export const labelled = (thing, language) => thing?.label?.[language] ?? thing?.label?.en ?? thing?.id ?? ''

/** What a category leads to for a lesion of that size; null where a size is needed and not known. */
export function managementOf(lexicon, id, sizeMm = null) {
  const category = categoryOf(lexicon, id)
  if (!category?.managementBySize?.length) return category?.management ?? null
  if (sizeMm === null) return null
  const reached = category.managementBySize.filter((rule) => rule.from <= sizeMm)
  return reached.reduce((top, rule) => (top && top.from > rule.from ? top : rule), null)?.management ?? category.management
}

export const managementWords = (lexicon, management, language) =>
  labelled(lexicon.assessment.managements.find((m) => m.id === management) ?? { id: management }, language)

/** The category that follows from the descriptors; null where the reader judges it, or some are missing. */
export function derivedCategory(lexicon, descriptors) {
  const { derivation, categories } = lexicon.assessment
  if (!derivation) return null
  const { stop } = derivation
  if (stop && descriptors[stop.feature]?.includes(stop.term)) return stop.category
  let points = 0
  for (const feature of lexicon.features.filter((f) => f.terms.some((term) => term.points !== undefined))) {
    const chosen = feature.terms.filter((term) => descriptors[feature.id]?.includes(term.id))
    if (chosen.length === 0) return null
    points += chosen.reduce((sum, term) => sum + (term.points ?? 0), 0)
  }
  const reached = categories.filter((c) => c.pointsFrom <= points)
  return reached.reduce((top, c) => (top && top.pointsFrom > c.pointsFrom ? top : c), null)?.id ?? null
}

/** A mark's category: as picked, else as it follows from its descriptors. */
export const categoryOfMark = (lexicon, mark) => mark?.assessment ?? (mark ? derivedCategory(lexicon, mark.descriptors ?? {}) : null)

/** The least suspicious category: what "no finding" means. */
export const leastSuspicious = (lexicon) =>
  offered(lexicon).reduce((low, c) => (c.rank !== null && c.rank !== undefined && (low === null || c.rank < low.rank) ? c : low), null)?.id ?? null

// A small lexicon in the protocol's form, enough for the rules.

const label = (en) => ({ en, zh: en })
const feature = (id, terms, props = {}) => ({ id, label: label(id), isMultiple: false, requires: null, isDrilled: true, terms: terms.map((t) => ({ id: t, label: label(t) })), ...props })
const category = (id, rank, likelihood, management, isOffered = true) => ({ id, label: label(id), management, likelihood: likelihood && { low: likelihood[0], high: likelihood[1], includesLow: true, includesHigh: true }, rank, isOffered })

export const lexicon = {
  id: 'test', organ: 'breast',
  features: [
    feature('shape', ['oval', 'round', 'irregular']),
    feature('margin', ['circumscribed', 'not_circumscribed']),
    feature('margin_detail', ['indistinct', 'angular', 'spiculated'], { isMultiple: true, requires: { feature: 'margin', terms: ['not_circumscribed'] } }),
    feature('calcifications', ['none', 'in_mass', 'outside_mass'], { isMultiple: true }),
    feature('vascularity', ['absent'], { isDrilled: false }),
  ],
  assessment: {
    label: label('Category'),
    managements: ['routine', 'short', 'tissue', 'imaging', 'treat'].map((id) => ({ id, label: label(id) })),
    categories: [
      category('0', null, null, 'imaging', false), category('1', 0, [0, 0], 'routine'), category('2', 1, [0, 0], 'routine'), category('3', 2, [0, 2], 'short'),
      category('4A', 3, [2, 10], 'tissue'), category('4B', 4, [10, 50], 'tissue'), category('4C', 5, [50, 95], 'tissue'), category('5', 6, [95, 100], 'tissue'),
      category('6', null, null, 'treat', false),
    ],
  },
}

/** Points and sizes instead of judgement, as on the thyroid. */
export const thyroid = {
  id: 'thyroid', organ: 'thyroid',
  features: [
    { ...feature('composition', []), terms: [{ id: 'cystic', label: label('cystic'), points: 0 }, { id: 'spongiform', label: label('spongiform'), points: 0 }, { id: 'solid', label: label('solid'), points: 2 }] },
    { ...feature('foci', [], { isMultiple: true }), terms: [{ id: 'macro', label: label('macro'), points: 1 }, { id: 'punctate', label: label('punctate'), points: 3 }] },
  ],
  assessment: {
    label: label('TI-RADS level'),
    managements: ['none', 'followup', 'fna'].map((id) => ({ id, label: label(id) })),
    derivation: { rule: 'sumOfPoints', stop: { feature: 'composition', term: 'spongiform', category: 'TR1' } },
    categories: [
      { ...category('TR1', 0, null, 'none'), pointsFrom: 0 },
      { ...category('TR4', 1, null, 'none'), pointsFrom: 4, managementBySize: [{ from: 15, management: 'fna' }, { from: 10, management: 'followup' }] },
    ],
  },
}

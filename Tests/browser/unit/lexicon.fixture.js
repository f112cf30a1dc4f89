// A small lexicon in the protocol's form, enough for the rules.

const label = (en) => ({ en, zh: en })
const feature = (id, terms, props = {}) => ({ id, label: label(id), isMultiple: false, requires: null, isDrilled: true, terms: terms.map((t) => ({ id: t, label: label(t) })), ...props })
const category = (id, rank, likelihood, management, isOffered = true) => ({ id, label: label(id), management, managementLabel: label(management), likelihood, rank, isOffered })

export const lexicon = {
  id: 'test',
  features: [
    feature('shape', ['oval', 'round', 'irregular']),
    feature('margin', ['circumscribed', 'not_circumscribed']),
    feature('margin_detail', ['indistinct', 'angular', 'spiculated'], { isMultiple: true, requires: { feature: 'margin', terms: ['not_circumscribed'] } }),
    feature('calcifications', ['none', 'in_mass', 'outside_mass'], { isMultiple: true }),
    feature('vascularity', ['absent'], { isDrilled: false }),
  ],
  assessment: {
    categories: [
      category('0', null, null, 'imaging', false), category('1', 0, [0, 0], 'routine'), category('2', 1, [0, 0], 'routine'), category('3', 2, [0, 2], 'short'),
      category('4A', 3, [2, 10], 'tissue'), category('4B', 4, [10, 50], 'tissue'), category('4C', 5, [50, 95], 'tissue'), category('5', 6, [95, 100], 'tissue'),
      category('6', null, null, 'treat', false),
    ],
  },
}

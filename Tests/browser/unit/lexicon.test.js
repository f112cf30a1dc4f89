import { askedFeatures, described, describedCount, labelled, offered } from '../../../web/state/lexicon.js'
import { lexicon } from './lexicon.fixture.js'
import { equal, test } from './check.js'

const ids = (descriptors) => askedFeatures(lexicon, descriptors).map((f) => f.id)

test('a feature with a condition is asked only when it is met', () => {
  equal(ids({}), ['shape', 'margin', 'calcifications'])
  equal(ids({ margin: ['not_circumscribed'] }), ['shape', 'margin', 'margin_detail', 'calcifications'])
})

test('taking the condition away takes the dependent words away', () => {
  const d = described(lexicon, { margin: ['not_circumscribed'], margin_detail: ['angular'] }, 'margin', 'circumscribed', true)
  equal(d, { margin: ['circumscribed'] })
})

test('one word replaces another unless several may be said', () => {
  equal(described(lexicon, { shape: ['oval'] }, 'shape', 'round', true), { shape: ['round'] })
  equal(described(lexicon, { calcifications: ['in_mass'] }, 'calcifications', 'outside_mass', true), { calcifications: ['in_mass', 'outside_mass'] })
})

test('"none" stands alone', () => {
  equal(described(lexicon, { calcifications: ['in_mass'] }, 'calcifications', 'none', true), { calcifications: ['none'] })
  equal(described(lexicon, { calcifications: ['none'] }, 'calcifications', 'in_mass', true), { calcifications: ['in_mass'] })
})

test('a word can be taken back', () => equal(described(lexicon, { shape: ['oval'] }, 'shape', 'oval', false), {}))

test('the count follows what is asked', () => {
  equal(describedCount(lexicon, { shape: ['oval'], margin: ['not_circumscribed'] }), { done: 2, total: 4 })
})

test('only offered categories are offered, and a missing language falls back', () => {
  equal(offered(lexicon).map((c) => c.id), ['1', '2', '3', '4A', '4B', '4C', '5'])
  equal(labelled({ id: 'x', label: { en: 'Word' } }, 'zh'), 'Word')
})

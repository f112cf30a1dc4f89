import { askedFeatures, categoryOfMark, derivedCategory, described, describedCount, labelled, leastSuspicious, managementOf, offered } from '../../../web/state/lexicon.js'
import { cycled, missing, overallAssessment } from '../../../web/state/answer.js'
import { lexicon, thyroid } from './lexicon.fixture.js'
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

test('a category may follow from the points of a whole description', () => {
  equal(derivedCategory(thyroid, { composition: ['solid'], foci: ['macro', 'punctate'] }), 'TR4')
  equal(derivedCategory(thyroid, { composition: ['solid'], foci: ['macro'] }), 'TR1')
  equal(derivedCategory(thyroid, { composition: ['solid'] }), null)
  equal(derivedCategory(thyroid, { composition: ['spongiform'] }), 'TR1')
  equal(derivedCategory(lexicon, { shape: ['oval'] }), null)
})

test('a mark whose category follows needs none picked, and one that is picked counts', () => {
  const mark = { id: 'm1', descriptors: { composition: ['solid'], foci: ['punctate'] }, assessment: null }
  equal(categoryOfMark(thyroid, mark), 'TR4')
  equal(categoryOfMark(thyroid, { ...mark, assessment: 'TR1' }), 'TR1')
  equal(missing({ marks: [mark] }, thyroid), [])
  equal(overallAssessment({ marks: [mark] }, thyroid), 'TR4')
})

test('what to do may depend on the size, which is not guessed', () => {
  equal([null, 9.9, 10, 15].map((size) => managementOf(thyroid, 'TR4', size)), [null, 'none', 'followup', 'fna'])
  equal(managementOf(lexicon, '4A'), 'tissue')
})

test('keys and "no finding" follow the lexicon, not its names', () => {
  equal(cycled(thyroid, '4', null), 'TR4')
  equal(leastSuspicious(thyroid), 'TR1')
  equal(leastSuspicious(lexicon), '1')
})

import { apply, readingOf } from '../../../web/state/reading.js'
import { changes, cycled, isUnusual, missing, overallAssessment, readOf } from '../../../web/state/answer.js'
import { lexicon } from './lexicon.fixture.js'
import { equal, fails, test } from './check.js'

const ellipse = { kind: 'ellipse', x: 100, y: 80, halfWidth: 30, halfHeight: 20, angle: 0 }
const mark = (frame = 33) => ({ type: 'mark', view: 'v1', frame, shape: ellipse })
const after = (...events) => events.reduce(apply, readingOf(null))

test('a new mark is chosen, has its own id and takes "no finding" back', () => {
  const r = after({ type: 'noFinding', isSet: true, negative: '1' }, mark(), mark(40))
  equal([r.answer.noFinding, r.chosen, r.answer.marks.map((m) => m.id), r.answer.assessment], [false, 'm2', ['m1', 'm2'], null])
})

test('undo and redo walk through every change and end where they began', () => {
  const events = [mark(), { type: 'assess', mark: 'm1', assessment: '4B' }, { type: 'likelihood', value: 0.35 }, { type: 'quality', fault: 'gain', isSet: true }, { type: 'remove', mark: 'm1' }]
  const states = events.reduce((list, e) => [...list, apply(list.at(-1), e)], [readingOf(null)])
  let r = states.at(-1)
  for (const state of [...states].reverse().slice(1)) { r = apply(r, { type: 'undo' }); equal(r.answer, state.answer) }
  for (const state of states.slice(1)) { r = apply(r, { type: 'redo' }); equal(r.answer, state.answer) }
})

test('one drag is one step back', () => {
  const moved = (x) => ({ type: 'reshape', mark: 'm1', shape: { ...ellipse, x }, group: 'drag 1' })
  const r = apply(after(mark(), moved(110), moved(120), moved(130)), { type: 'undo' })
  equal(r.answer.marks[0].shape.x, 100)
})

test('a new change after undo forgets what was undone', () => {
  const r = apply(apply(after(mark()), { type: 'undo' }), mark(50))
  equal([r.future.length, r.answer.marks[0].frame], [0, 50])
})

test('a length measured before any mark waits for the first one', () => {
  const caliper = { type: 'caliper', view: 'v1', frame: 33, from: { x: 1, y: 2 }, to: { x: 3, y: 4 } }
  const loose = after(caliper)
  equal([loose.answer.loose.length, loose.answer.marks.length], [1, 0])
  const held = apply(loose, mark())
  equal([held.answer.loose.length, held.answer.marks[0].calipers], [0, [{ frame: 33, from: { x: 1, y: 2 }, to: { x: 3, y: 4 } }]])
})

test('no finding takes marks away and undo brings them back', () => {
  const r = after(mark(), { type: 'noFinding', isSet: true, negative: '1' })
  equal([r.answer.marks.length, r.answer.assessment], [0, '1'])
  equal(apply(r, { type: 'undo' }).answer.marks.length, 1)
})

test('an unknown event is an error, not a silence', () => fails(() => after({ type: 'guess' }), "'guess'"))

test('what blocks a commit is said: a mark or no finding, then a category for each mark', () => {
  equal(missing(after().answer, lexicon), [{ key: 'missing.marks', mark: null }])
  equal(missing(after(mark(), mark()).answer, lexicon).map((m) => m.mark), [1, 2])
  equal(missing(after(mark(), { type: 'assess', mark: 'm1', assessment: '3' }).answer, lexicon), [])
  equal(missing(after({ type: 'noFinding', isSet: true, negative: '1' }).answer, lexicon), [])
})

test('the case counts as its most suspicious mark', () => {
  const r = after(mark(), mark(), { type: 'assess', mark: 'm1', assessment: '3' }, { type: 'assess', mark: 'm2', assessment: '4B' })
  equal(overallAssessment(r.answer, lexicon), '4B')
})

test('a read on the wire has every field of the protocol and no other', () => {
  const read = readOf(after(mark()).answer, lexicon, { v1: [0.123] }, 41.26)
  equal(Object.keys(read).sort(), ['assessment', 'displayed', 'duration', 'likelihood', 'marks', 'noFinding', 'qualityFaults'])
  equal(Object.keys(read.marks[0]).sort(), ['assessment', 'calipers', 'descriptors', 'displayedBefore', 'frame', 'id', 'keyPlane', 'rating', 'shape', 'view'])
  equal([read.displayed, read.duration], [{ v1: [0.12] }, 41.3])
})

test('a mark knows what had been on screen before it, and a length waiting for a mark survives a reload', () => {
  const caliper = { type: 'caliper', view: 'v1', frame: 33, from: { x: 1, y: 2 }, to: { x: 3, y: 4 } }
  equal(after({ ...mark(), displayedBefore: [0.1, 0.2] }).answer.marks[0].displayedBefore, [0.1, 0.2])
  const { loose } = after(caliper).answer
  equal(readingOf({ ...readOf(after(caliper).answer, lexicon, {}, 0), loose }).answer.loose, loose)
})

test('a stored read comes back as the same answer', () => {
  const answer = after(mark(), { type: 'keyPlane', mark: 'm1', frame: 34 }, { type: 'likelihood', value: 0 }).answer
  equal(readingOf(readOf(answer, lexicon, {}, 0)).answer, answer)
})

test('a mark keeps what had been on screen before it', () => {
  equal(after({ ...mark(), displayedBefore: [0.1, 0.2] }).answer.marks[0].displayedBefore, [0.1, 0.2])
  equal(after(mark()).answer.marks[0].displayedBefore, null)
})

test('Alt+4 goes round 4A, 4B, 4C', () => {
  equal([null, '4A', '4B', '4C', '2'].map((now) => cycled(lexicon, '4', now)), ['4A', '4B', '4C', '4A', '4A'])
  equal(cycled(lexicon, '6', null), null)
})

test('an unusual likelihood is noticed, an untouched one never', () => {
  const fourB = { id: '4B', likelihood: { low: 10, high: 50, includesLow: false, includesHigh: true } }
  equal([0.35, 0.05, 0.9, null, 0.1, 0.5].map((v) => isUnusual(v, fourB)), [false, true, true, false, true, false])
})

test('a second answer says what it changed', () => {
  const first = after(mark(), { type: 'assess', mark: 'm1', assessment: '4B' }).answer
  const final = [{ type: 'assess', mark: 'm1', assessment: '4C' }, { type: 'describe', mark: 'm1', descriptors: { shape: ['irregular'] } }, mark(50)]
    .reduce(apply, { ...readingOf(null), answer: first, chosen: 'm1' }).answer
  equal(changes(first, final, lexicon), { category: { from: '4B', to: '4C' }, likelihood: null, features: ['shape'], marksAdded: 1, marksWithdrawn: 0 })
})

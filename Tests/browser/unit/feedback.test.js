import { lanesOf, runs, trackFor } from '../../../web/state/lanes.js'
import { agreement, comparison, sizeAgreement, tally } from '../../../web/state/compare.js'
import { lexicon } from './lexicon.fixture.js'
import { equal, test } from './check.js'

const square = (x, y, size) => [[x, y], [x + size, y], [x + size, y + size], [x, y + size]]
const box = (x, y, size) => ({ x, y, width: size, height: size })
const finding = (track, x) => ({ track, box: box(x, 0, 10) })

const feedback = {
  case: { views: [{ id: 'v1', spacing: { x: 0.5, y: 0.5 } }] },
  attempt: {
    reads: { first: null, final: {
      likelihood: 0.35, displayed: { v1: [0, 2] },
      marks: [
        { id: 'm1', view: 'v1', frame: 2, assessment: '4B', keyPlane: 3, descriptors: { shape: ['irregular'] }, calipers: [{ frame: 2, from: { x: 0, y: 0 }, to: { x: 20, y: 0 } }] },
        { id: 'm2', view: 'v1', frame: 5, assessment: '2', keyPlane: null, descriptors: {}, calipers: [] },
      ],
    } },
  },
  lesions: [{
    id: 'l1', mark: 'm1', pathology: { isMalignant: true },
    opinions: [{ assessment: '4C', longAxisMm: 10, descriptors: { shape: ['irregular'] } }, { assessment: '4B', longAxisMm: 11, descriptors: { shape: ['irregular'] } }],
    views: [{ id: 'v1', keyPlane: { best: 3, first: 2, last: 4 }, outlines: [1, 2, 3, 6].map((frame) => ({ frame, contour: square(0, 0, 10) })) }],
  }],
  ai: { malignancy: 0.8, views: [{
    id: 'v1', tracks: [{ id: 7, keyPlane: 2, assessment: '4C', longAxisMm: 10.4, descriptors: {}, malignancy: 0.8 }, { id: 8, keyPlane: 5, descriptors: {} }],
    frames: [{ frame: 1, findings: [] }, { frame: 2, findings: [finding(7, 1), finding(8, 60)] }, { frame: 3, findings: [finding(7, 2)] }, { frame: 5, findings: [finding(8, 60)] }],
  }] },
}

test('frames become runs', () => equal(runs([5, 1, 2, 3, 3, 7]), [[1, 3], [5, 5], [7, 7]]))

test('the AI track on a lesion is the one whose boxes overlap it', () => {
  equal(trackFor(feedback.lesions[0], feedback.ai, 'v1').id, 7)
  equal(trackFor(feedback.lesions[0], { views: [{ id: 'v1', tracks: [{ id: 8 }], frames: feedback.ai.views[0].frames }] }, 'v1'), null)
})

test('lanes hold what was visible, seen, displayed, marked and chosen', () => {
  equal(lanesOf(feedback, 'v1'), {
    visible: [[[1, 3], [6, 6]]], seen: [[[2, 3]]], displayed: [0, 2],
    marks: [{ id: 'm1', frame: 2, isHit: true }, { id: 'm2', frame: 5, isHit: false }],
    keyPlanes: { experts: [{ best: 3, first: 2, last: 4 }], mine: [3], ai: [2] },
  })
})

test('mine is as the panel, inside its spread, or outside; nothing said is nothing compared', () => {
  const panel = tally([['spiculated'], ['spiculated', 'angular']])
  equal(panel, [{ term: 'spiculated', votes: 2 }, { term: 'angular', votes: 1 }])
  equal([['spiculated'], ['angular'], ['indistinct'], []].map((mine) => agreement(mine, panel)), ['same', 'inside', 'outside', null])
  equal(sizeAgreement(13, [12, 14]), 'same')
  equal(sizeAgreement(14, [12, 14.2]), 'inside')
  equal(sizeAgreement(20, [12, 14]), 'outside')
})

test('the comparison finds my mark, its size in mm and the AI track', () => {
  const c = comparison(feedback, feedback.lesions[0], lexicon)
  equal([c.found.mine, c.found.experts, c.size.mine, c.size.ai, c.category.mine, c.category.agreement, c.management.agreement], [true, 2, 10, 10.4, '4B', 'same', 'same'])
  equal(c.features.map((f) => [f.feature.id, f.agreement]), [['shape', 'same']])
})

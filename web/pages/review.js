// The feedback page for others' eyes: a trainee's committed read, and a case before it is given out.

import { api } from '../api.js'
import { Loop } from '../stream/loop.js'
import { planeOf } from '../stream/decoders.js'
import { fill, h } from '../parts/dom.js'
import { brand } from '../parts/shell.js'
import { Stage } from '../parts/stage.js'
import { lexiconOf } from './lexicons.js'
import { Reviewing } from './reviewing.js'
import { t } from '../words.js'

/** An instructor looks at one committed read. */
export async function readOfTrainee(main, { id }, app) {
  const feedback = await api.feedback(id)
  return review(main, app, feedback, { attempt: id }, t('review.read'))
}

/** A case with truth and AI, as it will look afterwards. */
export async function casePreview(main, { id }, app) {
  const feedback = await api.preview(id)
  return review(main, app, feedback, { case: id }, t('review.preview'))
}

async function review(main, app, feedback, handle, heading) {
  const lexicon = await lexiconOf(feedback.lexicon)
  let phase = null
  const stage = new Stage(feedback.case, (view) => new Loop(app.socket, handle, view), {
    onview: () => phase?.viewChanged(),
    onfrozen: (view, frame) => still(stage, handle, view, frame),
  })
  const page = { stage, rail: h('div', { class: 'rail-place' }), side: h('div', { class: 'side' }), lexicon }
  const bar = h('header', { class: 'bar' }, brand('#/cohorts'), h('span', { class: 'where grow' }, h('b', {}, feedback.title), h('small', {}, `  ${heading}`)),
    h('button', { class: 'btn-ghost', onclick: () => history.back() }, t('back')))
  fill(main, h('div', { class: 'drill', 'data-phase': 'committed' }, bar, page.rail, stage.element, page.side))
  stage.show(undefined, { startFrozen: true })
  phase = new Reviewing(page, feedback)
  phase.start()
  const keys = (event) => phase.key(event)
  addEventListener('keydown', keys)
  return { dispose() { removeEventListener('keydown', keys); phase.dispose(); stage.dispose() } }
}

async function still(stage, handle, view, frame) {
  const loop = stage.loops.get(view.id)
  if (!loop || loop.isLossless(frame)) return
  const blob = await (handle.attempt ? api.still(handle.attempt, view.id, frame) : api.caseStill(handle.case, view.id, frame)).catch(() => null)
  if (blob) loop.setStill(frame, await planeOf(blob))
}

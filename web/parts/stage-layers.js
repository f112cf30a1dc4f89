// What lies over a frame: while reading my own marks and the unfinished one; after release the voices
// whose layers are on. Everything here is of exactly the frame that is painted.

import { caliperGroup, contourGroup, crosshair, handleGroup, lengthText, outlineGroup } from './overlay.js'
import { outline } from '../state/drafting.js'
import { sizeOf } from '../state/size.js'
import { ratioText } from './marks-list.js'
import { number, t } from '../words.js'

/** A mark stays faintly visible this many frames around its own. */
const NEAR = 3

/** @param {SVGElement} svg @param {object} props */
export function paintMine(svg, { frame, scale, view, answer, chosen = null, isEditable = false, isHolding = false, prefix = '' }) {
  answer.marks.forEach((mark, i) => {
    if (mark.view !== view.id) return
    const away = Math.abs(mark.frame - frame)
    if (away <= NEAR) svg.append(markGroup(mark, `${prefix}${i + 1}`, scale, { isNear: away > 0, isHeld: isHolding && mark.id === chosen }))
    if (away === 0 && isEditable && mark.id === chosen) svg.append(handleGroup(mark.shape, scale))
    paintCalipers(svg, mark.calipers, { frame, scale, view })
  })
  paintCalipers(svg, (answer.loose ?? []).filter((c) => c.view === view.id), { frame, scale, view })
}

function markGroup(mark, label, scale, { isNear, isHeld }) {
  return outlineGroup('mine', mark.shape, isNear ? null : label, scale, { cls: isNear ? 'near' : isHeld ? 'held' : '', 'data-mark': mark.id })
}

function paintCalipers(svg, calipers, { frame, scale, view }) {
  for (const caliper of calipers) {
    if (caliper.frame === frame) svg.append(caliperGroup(caliper, lengthText(caliper, view.spacing), scale))
  }
}

/** The unfinished shape, the finished half of a pair, the cross-hair. */
export function paintDraft(svg, { draft, cross, scale, view }) {
  const shape = outline(draft)
  if (draft?.tool === 'polygon') svg.append(handleGroup({ kind: 'freehand', contour: draft.trail }, scale))
  if (shape) svg.append(outlineGroup('mine', shape, null, scale, { cls: 'drafting' }))
  const first = draft?.lengths[0]
  for (const length of draft?.lengths ?? []) svg.append(caliperGroup(length, lengthText(length, view.spacing), scale))
  if (draft && !draft.isWaiting && (draft.tool === 'caliper' || draft.tool === 'pair')) {
    const ratio = first && sizeOf([{ ...first, frame: 0 }, { from: draft.from, to: draft.to, frame: 0 }], view.spacing).ratio
    svg.append(caliperGroup(draft, [lengthText(draft, view.spacing), ratio && ratioText(ratio)].filter(Boolean).join(' · '), scale))
  }
  if (cross) svg.append(crosshair(cross, scale))
}

/** The experts' outlines of this frame: the agreed one, or each expert's own. */
export function paintExperts(svg, { frame, scale, view, lesions }) {
  for (const lesion of lesions) {
    for (const appearance of lesion.views.filter((v) => v.id === view.id)) {
      const here = appearance.outlines.find((o) => o.frame === frame)
      if (here) svg.append(contourGroup('experts', here.contour, appearance.expert ?? t('overlay.experts', { n: lesion.opinions.length }), scale))
    }
  }
}

/** The AI's findings of this frame. `findings` must say they are of it. */
export function paintAI(svg, { frame, scale, findings }) {
  if (!findings || findings.frame !== frame) return
  svg.dataset.findings = String(findings.frame)
  for (const f of findings.findings) {
    const label = t('overlay.ai', { value: number(f.malignancy ?? f.confidence, 2) })
    if (f.contour?.length > 2) svg.append(contourGroup('ai', f.contour, label, scale, true))
    else svg.append(outlineGroup('ai', { kind: 'box', ...f.box }, label, scale))
  }
}

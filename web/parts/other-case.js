// Another case beside the one on the stage: its first view that shows the lesion, with the experts' outline.

import { paintExperts } from './stage-layers.js'

/**
 * @param {object} feedback  the other case's
 * @param {{id: string, label: string}} name
 * @param {(view: object) => import('../stream/loop.js').Loop} open
 * @returns {import('./compare.js').Beside}
 */
export function otherCase(feedback, name, open) {
  const appearance = feedback.lesions.flatMap((l) => l.views).find((v) => v.outlines.length > 0)
  const view = feedback.case.views.find((v) => v.id === appearance?.id) ?? feedback.case.views[0]
  let loop = null
  return {
    ...name, view, isSameCase: false, loop: () => (loop ??= open(view)),
    frame: appearance?.keyPlane?.best ?? appearance?.outlines[0].frame ?? 0,
    paint: (frame, svg, scale) => paintExperts(svg, { frame, scale, view, lesions: feedback.lesions }),
    close: () => loop?.close(),
  }
}

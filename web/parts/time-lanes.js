// <time-lanes>: when the lesion was visible, when the AI saw it, what was displayed, when it was
// marked, which planes were chosen. Laid out again for the width it has, never scaled.

import { fill, s } from './dom.js'
import { shapeOf } from './icons.js'
import { number, t } from '../words.js'

const HEIGHT = 158
const LANES = { visible: 18, seen: 48, displayed: 92, marked: 112, plane: 142 }
/** Below this width the notes beside the bars are left out. */
const NOTES = 560

/** Events: `seek` (detail: frame). */
export class TimeLanes extends HTMLElement {
  #props = null

  connectedCallback() {
    if (this.svg) return
    this.svg = s('svg', { class: 'lanes', role: 'img', height: HEIGHT })
    this.head = s('path', { class: 'now' })
    this.append(this.svg)
    this.addEventListener('click', (e) => this.#clicked(e))
    new ResizeObserver(() => this.#draw()).observe(this)
  }

  /** @param {{lanes: object, view: object}} props */
  show(props) {
    this.#props = props
    this.#draw()
  }

  at(frame) {
    this.current = frame
    if (!this.#props) return
    const x = this.#x(frame + 0.5)
    this.head.setAttribute('d', `M${x} 2V${HEIGHT - 4}`)
  }

  get #left() { return this.clientWidth < 480 ? 92 : 118 }
  #x(position) { return this.#left + (position / this.#props.view.frames) * (this.clientWidth - this.#left - 10) }
  #seconds(frame) { return this.#props.view.frameRate ? `${number(frame / this.#props.view.frameRate, 2)} s` : t('frame.at', { frame: frame + 1 }) }

  #draw() {
    if (!this.#props || !this.clientWidth) return
    const { lanes } = this.#props, width = this.clientWidth
    this.svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`)
    this.svg.setAttribute('width', String(width))
    this.svg.setAttribute('aria-label', this.#spoken(lanes))
    fill(this.svg, this.#names(width), this.#visible(lanes, width), this.#seen(lanes, width), this.#displayed(lanes, width), this.#marked(lanes, width), this.#planes(lanes, width), this.head)
    this.at(this.current ?? 0)
  }

  #names(width) {
    return [['visible', 'lane.visible'], ['seen', 'lane.seen'], ['displayed', 'lane.displayed'], ['marked', 'lane.marked'], ['plane', 'lane.plane']].map(([lane, key]) => {
      const y = lane === 'displayed' ? 82 : LANES[lane] + 5
      const under = lane === 'displayed' ? LANES.displayed + 2 : LANES[lane] + 14
      return [s('text', { x: 0, y }, t(key)), s('path', { class: 'edge', d: `M${this.#left} ${under}H${width - 8}` })]
    })
  }

  #bar([first, last], y, height, props) {
    return s('rect', { x: this.#x(first), y: y - height / 2, width: this.#x(last + 1) - this.#x(first), height, ...props })
  }

  #note(frame, y, text, width, props = {}) {
    return width >= NOTES && s('text', { class: 'q', x: this.#x(frame) + 8, y: y + 4, ...props }, text)
  }

  #visible({ visible }, width) {
    const spans = visible.flat()
    if (spans.length === 0) return s('text', { class: 'q', x: this.#left, y: LANES.visible + 4 }, t('lane.noLesion'))
    const last = spans.at(-1)
    return [
      spans.map((run) => this.#bar(run, LANES.visible, 13, { class: 'span experts' })),
      last[1] < this.#props.view.frames * 0.85 && this.#note(last[1] + 1, LANES.visible, `${this.#seconds(spans[0][0])} – ${this.#seconds(last[1])}`, width),
    ]
  }

  #seen({ seen }, width) {
    const spans = seen.flat()
    if (spans.length === 0) return s('text', { class: 'q', x: this.#left, y: LANES.seen + 4 }, t('lane.notSeen'))
    const dots = ([first, last]) => s('path', { class: 'dots', d: `M${this.#x(first) + 3} ${LANES.seen}H${this.#x(last + 1) - 2}` })
    const last = spans.at(-1)
    return [spans.map((run) => [this.#bar(run, LANES.seen, 13, { class: 'span ai' }), dots(run)]),
      last[1] < this.#props.view.frames * 0.85 && this.#note(last[1] + 1, LANES.seen, t('lane.firstAt', { time: this.#seconds(spans[0][0]) }), width)]
  }

  #displayed({ displayed }, width) {
    const longest = Math.max(...displayed, 0.01), most = displayed.indexOf(Math.max(...displayed))
    const bars = displayed.map((seconds, i) => {
      const height = seconds > 0 ? 2 + 24 * Math.sqrt(seconds / longest) : 0
      return s('rect', { class: `span mine ${i === most ? 'most' : ''}`, x: this.#x(i) + 0.6, y: LANES.displayed - height, width: Math.max(1, this.#x(i + 1) - this.#x(i) - 1.2), height })
    })
    return [bars, displayed.length > 0 && longest >= 1 && most < displayed.length * 0.8 && this.#note(most + 1, LANES.displayed - 18, t('lane.longest', { seconds: number(longest, 1) }), width)]
  }

  #marked({ marks }, width) {
    if (marks.length === 0) return s('text', { class: 'q', x: this.#left, y: LANES.marked + 4 }, t('lane.noMarks'))
    const dots = marks.map((m) => {
      const at = { cx: this.#x(m.frame + 0.5), cy: LANES.marked }
      return m.isHit ? s('circle', { ...at, r: 6.5, class: 'hit' }) : s('circle', { ...at, r: 5.5, class: 'miss' })
    })
    // Marks of one frame share one note: two would lie on each other.
    const notes = [...new Set(marks.map((m) => m.frame))].map((frame) => {
      const here = marks.filter((m) => m.frame === frame), x = this.#x(frame + 0.5)
      const words = [...new Set(here.map((m) => t(m.isHit ? 'lane.hit' : 'lane.false')))].join(t('comma'))
      const isRight = frame > this.#props.view.frames * 0.7
      return this.#note(frame + 0.5, LANES.marked, words, width, isRight ? { x: x - 12, 'text-anchor': 'end' } : { x: x + 12 })
    })
    return [dots, notes]
  }

  #planes({ keyPlanes }) {
    const y = LANES.plane
    const ranges = keyPlanes.experts.map((k) => this.#bar([k.first, k.last], y, 12, { class: 'span experts plain' }))
    const at = (voice, frame) => shapeOf(voice, this.#x(frame + 0.5), y, 4.5, `var(--voice-${voice})`)
    return [ranges, keyPlanes.experts.map((k) => at('experts', k.best)), keyPlanes.mine.map((f) => at('mine', f)), keyPlanes.ai.map((f) => at('ai', f))]
  }

  #spoken(lanes) {
    const spans = (list) => list.flat().map(([a, b]) => `${this.#seconds(a)} – ${this.#seconds(b)}`).join(', ') || '–'
    return [`${t('lane.visible')}: ${spans(lanes.visible)}`, `${t('lane.seen')}: ${spans(lanes.seen)}`,
      `${t('lane.marked')}: ${lanes.marks.map((m) => `${this.#seconds(m.frame)} ${t(m.isHit ? 'lane.hit' : 'lane.false')}`).join(', ') || '–'}`].join('; ')
  }

  #clicked({ clientX }) {
    if (!this.#props) return
    const { frames } = this.#props.view
    const x = clientX - this.getBoundingClientRect().left
    const frame = Math.floor(((x - this.#left) / (this.clientWidth - this.#left - 10)) * frames)
    if (frame >= 0 && frame < frames) this.dispatchEvent(new CustomEvent('seek', { detail: frame }))
  }
}

customElements.define('time-lanes', TimeLanes)

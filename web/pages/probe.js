// The virtual probe: an instructor holds a simulated transducer with sliders or the mouse and sees what it
// sees. Poses go out as fast as frames come back, never faster.

import { api } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { notice } from '../parts/shell.js'
import { choice, field } from '../parts/forms.js'
import { decodeProbeFrame, grey } from '../stream/probe-frame.js'
import { t } from '../words.js'

// Millimetres, radians, and the squeeze as a part of the depth (below 0 the probe is lifted off).
const AXES = [
  { name: 'x', min: -40, max: 40, step: 0.5, value: 0 }, { name: 'y', min: -30, max: 30, step: 0.25, value: 0 },
  { name: 'tilt', min: -0.5, max: 0.5, step: 0.01, value: 0 }, { name: 'rock', min: -0.5, max: 0.5, step: 0.01, value: 0 },
  { name: 'yaw', min: -1.6, max: 1.6, step: 0.02, value: 0 }, { name: 'pressure', min: -0.05, max: 0.15, step: 0.005, value: 0.02 },
]

export async function probe(main) {
  const choices = await api.probe()
  const canvas = h('canvas', { width: 640, height: 480, role: 'img', 'aria-label': t('probe.picture'), style: { 'max-width': '100%', background: '#000', 'touch-action': 'none' } })
  const said = h('p', { class: 'caption', role: 'status' }, t('probe.closed'))
  const hand = new Hand(canvas, (sentence) => fill(said, sentence))
  const options = (words, named) => words.map((value) => ({ value, label: named ? t(`probe.${named}.${value}`) : value }))
  const seed = field('seed', t('probe.seed'), { type: 'number', min: 0, max: 1000000, value: 1 })
  const composition = choice('composition', t('probe.composition'), options(choices.compositions), 'c')
  const lesion = choice('lesion', t('probe.lesion'), options(choices.lesions), 'fibroadenoma')
  const look = choice('look', t('probe.look'), options(choices.looks), 'standard')
  const open = () => hand.open({ seed: Number(seed.value) || 0, composition: composition.value, lesion: lesion.value, look: look.value })
  const sliders = AXES.map((axis) => field(axis.name, t(`probe.${axis.name}`), { ...axis, type: 'range', oninput: (e) => { hand.move({ [axis.name]: Number(e.target.value) }); settle() } }))
  const values = sliders.map((s) => h('output', { class: 'caption', for: s.input.id }))
  const settle = () => AXES.forEach((axis, i) => { sliders[i].input.value = hand.pose[axis.name]; fill(values[i], hand.pose[axis.name].toFixed(2)) })
  // Dragging over the picture slides the probe along its array and across it.
  let from = null
  canvas.addEventListener('pointerdown', (e) => { from = e; canvas.setPointerCapture(e.pointerId) })
  canvas.addEventListener('pointermove', (e) => {
    if (!from) return
    hand.move({ x: hand.pose.x - (e.clientX - from.clientX) / 12, y: hand.pose.y + (e.clientY - from.clientY) / 24 })
    from = e
    settle()
  })
  canvas.addEventListener('pointerup', () => { from = null })
  fill(main, h('div', { class: 'page-head' }, h('h1', {}, t('nav.probe'))), notice('about', t('probe.simulated')),
    h('section', { class: 'card' }, h('div', { class: 'row wrap' }, seed.element, composition.element, lesion.element, look.element,
      h('button', { class: 'btn-primary', type: 'button', onclick: open }, t('probe.open'))), said),
    h('section', { class: 'card g2' }, canvas, h('div', { class: 'stack' }, sliders.map((s, i) => h('div', {}, s.element, values[i])))))
  settle()
  return { dispose: () => hand.leave() }
}

/** The socket, the pose, and one frame on the way at a time. */
class Hand {
  pose = Object.fromEntries(AXES.map((axis) => [axis.name, axis.value]))
  #socket = null
  #isOpen = false
  #isWaiting = false
  #isMoved = false
  #canvas
  #say

  constructor(canvas, say) {
    this.#canvas = canvas
    this.#say = say
  }

  open(order) {
    this.#isOpen = false
    this.#say(t('probe.opening'))
    this.#connected((socket) => socket.send(JSON.stringify({ type: 'open', ...order })))
  }

  move(change) {
    for (const { name, min, max } of AXES) this.pose[name] = Math.min(max, Math.max(min, change[name] ?? this.pose[name]))
    this.#isMoved = true
    this.#ask()
  }

  leave() {
    this.#socket?.close()
    this.#socket = null
  }

  #connected(then) {
    if (this.#socket?.readyState === WebSocket.OPEN) return then(this.#socket)
    const address = new URL('/probe', location.href)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(address, 'sonodrill.1')
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => then(socket)
    socket.onmessage = ({ data }) => this.#receive(data)
    socket.onclose = () => { this.#socket = null; this.#isOpen = false; this.#say(t('probe.closed')) }
    this.#socket = socket
  }

  #ask() {
    if (!this.#isOpen || this.#isWaiting || !this.#isMoved) return
    this.#isMoved = false
    this.#isWaiting = true
    this.#socket.send(JSON.stringify({ type: 'pose', ...this.pose }))
  }

  #receive(data) {
    if (typeof data === 'string') {
      const message = JSON.parse(data)
      this.#isWaiting = false
      if (message.type === 'error') return this.#say(message.message)
      this.#isOpen = true
      this.#say(t('probe.ready'))
      return this.move({})
    }
    this.#isWaiting = false
    const frame = decodeProbeFrame(data)
    this.#canvas.width = frame.width
    this.#canvas.height = frame.height
    this.#canvas.getContext('2d').putImageData(new ImageData(grey(frame.pixels), frame.width, frame.height), 0, 0)
    this.#ask()
  }
}

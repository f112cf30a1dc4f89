// One view's frames on this side of the wire: asks for them with credit, decodes, keeps what fits, and
// says when something new can be shown. The viewer plays from here and never from the network.

import { aheadOf, capacity, framesToDrop } from '../state/cache.js'
import { PicturePlanes, VideoPlanes } from './decoders.js'
import { fallBack, wayToDecode } from './probe.js'

/** Frames asked for at once; each one taken in asks for one more, so that no size of frame can stall the two sides. */
const CREDIT = 16
const AGAIN = [500, 1500, 4000, 8000]

/**
 * Events: `frame` (one more can be shown), `still` (a lossless one), `trouble` (detail: sentence), `whole`.
 */
export class Loop extends EventTarget {
  /** @type {Map<number, import('./decoders.js').Plane>} */
  #planes = new Map()
  #stills = new Map()
  #findings = new Map()
  #socket
  #handle
  #decoder = null
  #stream = null
  #run = 0
  #owed = 0
  #playhead = 0
  #failures = 0
  #isClosed = false

  /**
   * @param {import('./socket.js').FrameSocket} socket
   * @param {{attempt: string} | {case: string}} handle  what to open
   * @param {{id: string, frames: number, width: number, height: number}} view
   */
  constructor(socket, handle, view) {
    super()
    this.#socket = socket
    this.#handle = handle
    this.view = view
    this.#start(0)
  }

  get loaded() { return this.#planes.size }
  get isWhole() { return this.#planes.size >= this.view.frames }
  has(index) { return this.#planes.has(index) }
  /** What can be painted of a frame now: the lossless still when it came. */
  plane(index) { return this.#stills.get(index) ?? this.#planes.get(index) ?? null }
  isLossless(index) { return this.#stills.has(index) }
  /** What the AI said of exactly this frame, or null while withheld. */
  findings(index) { return this.#findings.get(index) ?? null }

  /** The viewer tells where it is, so that a long loop keeps the right window. */
  follow(playhead) {
    this.#playhead = playhead
    if (!this.#planes.has(playhead) && this.#stream === null && !this.#isClosed && this.#failures === 0) this.#start(playhead)
    else this.#topUp()
  }

  /** A lossless picture of a frozen frame, fetched by the page. */
  setStill(index, plane) {
    if (this.#stills.size > 8) this.#stills.delete(this.#stills.keys().next().value)
    this.#stills.set(index, plane)
    this.dispatchEvent(new CustomEvent('still', { detail: index }))
  }

  /** Reads the loop again, with findings now that they are released. */
  reload() {
    this.#findings.clear()
    this.#start(0)
  }

  close() {
    this.#isClosed = true
    this.#stop()
  }

  async #start(from) {
    this.#stop()
    const run = ++this.#run
    const way = await wayToDecode()
    if (run !== this.#run || this.#isClosed) return
    this.#owed = CREDIT
    this.#stream = this.#socket.open({ ...this.#handle, view: this.view.id, codec: way.codec, from, credit: CREDIT }, {
      control: (message) => run === this.#run && this.#control(message, way, run),
      frame: (frame) => run === this.#run && this.#receive(frame),
      broken: () => run === this.#run && this.#broken(),
    })
  }

  #stop() {
    if (this.#stream !== null) this.#socket.close(this.#stream)
    this.#stream = null
    this.#decoder?.close()
    this.#decoder = null
  }

  #control(message, way, run) {
    if (message.type === 'opened') this.#decoder = this.#decoderFor(message.codec, way, run)
    if (message.type === 'end') this.#ended(run)
    // Credit may cross the stream's end on the way; that is no trouble.
    if (message.type === 'error' && message.code !== 'stream.unknown') this.dispatchEvent(new CustomEvent('trouble', { detail: message.message }))
  }

  #decoderFor(codec, way, run) {
    const take = (index, plane) => run === this.#run && this.#keep(index, plane)
    const fail = (error) => run === this.#run && this.#undecodable(error)
    return codec === 'jpeg' ? new PicturePlanes(take, fail) : new VideoPlanes(codec, way.hardwareAcceleration, take, fail)
  }

  #receive(frame) {
    this.#owed -= 1
    if (frame.findings) this.#findings.set(frame.index, frame.findings)
    this.#decoder?.decode(frame)
    if (!frame.isLast) this.#topUp()
  }

  #keep(index, plane) {
    this.#failures = 0
    this.#planes.set(index, plane)
    const gone = framesToDrop([...this.#planes.keys()], this.#playhead, this.view.frames, capacity(this.view))
    for (const dropped of gone) this.#planes.delete(dropped)
    this.dispatchEvent(new CustomEvent('frame', { detail: index }))
    if (this.isWhole) this.dispatchEvent(new Event('whole'))
  }

  /** More credit while there is room ahead of the playhead: this is what holds the server back. */
  #topUp() {
    const frames = CREDIT - this.#owed
    if (this.#stream === null || frames <= 0 || !this.#hasRoom()) return
    this.#owed += frames
    this.#socket.credit(this.#stream, frames)
  }

  #hasRoom() {
    const most = capacity(this.view)
    if (most >= this.view.frames) return true
    const ahead = [...this.#planes.keys()].filter((i) => aheadOf(i, this.#playhead, this.view.frames, most) < most)
    return ahead.length + this.#owed < most
  }

  async #ended(run) {
    await this.#decoder?.flush()
    if (run === this.#run) this.#stop()
  }

  #undecodable(error) {
    console.error(error)
    fallBack()
    this.#start(0)
  }

  #broken() {
    this.#stream = null
    this.#decoder?.close()
    this.#decoder = null
    if (this.isWhole || this.#isClosed) return
    const wait = AGAIN[Math.min(this.#failures++, AGAIN.length - 1)]
    setTimeout(() => this.#isClosed || this.#start(this.#firstMissing()), wait)
  }

  #firstMissing() {
    for (let i = 0; i < this.view.frames; i++) if (!this.#planes.has(i)) return i
    return 0
  }
}

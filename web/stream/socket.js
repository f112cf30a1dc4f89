// One WebSocket for all loops of this page. It opens when the first loop needs it, opens again after
// a break, and hands each message to the stream it belongs to. It decides nothing.

import { decodeFrameMessage } from '../wire.js'

const PROTOCOL = 'sonodrill.1'
const SESSION_ENDED = 4401

/**
 * @typedef {object} Listener
 * @property {(message: object) => void} control    opened, end, error
 * @property {(frame: import('../wire.js').FrameMessage) => void} frame
 * @property {() => void} broken                   the socket went away
 */

export class FrameSocket extends EventTarget {
  #socket = null
  /** @type {Map<number, Listener>} */
  #listeners = new Map()
  #waiting = []
  #lastStream = 0

  /** Starts a stream and returns its number. @param {object} request @param {Listener} listener */
  open(request, listener) {
    this.#lastStream = (this.#lastStream % 65535) + 1
    const stream = this.#lastStream
    this.#listeners.set(stream, listener)
    this.#send({ type: 'open', stream, ...request })
    return stream
  }

  credit(stream, frames) {
    if (this.#listeners.has(stream)) this.#send({ type: 'credit', stream, frames })
  }

  close(stream) {
    if (this.#listeners.delete(stream)) this.#send({ type: 'close', stream })
  }

  /** Leaves: at sign-out and when the page goes. */
  disconnect() {
    this.#listeners.clear()
    this.#waiting = []
    this.#socket?.close()
    this.#socket = null
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) return this.#socket.send(JSON.stringify(message))
    this.#waiting.push(message)
    if (!this.#socket) this.#connect()
  }

  #connect() {
    const address = new URL('/socket', location.href)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(address, PROTOCOL)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => { for (const message of this.#waiting.splice(0)) socket.send(JSON.stringify(message)) }
    socket.onmessage = ({ data }) => this.#receive(data)
    socket.onclose = ({ code }) => this.#closed(socket, code)
    this.#socket = socket
  }

  #receive(data) {
    if (typeof data === 'string') return this.#control(JSON.parse(data))
    try {
      const frame = decodeFrameMessage(data)
      this.#listeners.get(frame.stream)?.frame(frame)
    } catch (error) {
      console.error(error)
      this.#socket?.close()
    }
  }

  #control(message) {
    if (message.stream) return this.#listeners.get(message.stream)?.control(message)
    console.error(`socket: ${message.code}: ${message.message}`)
  }

  #closed(socket, code) {
    if (socket !== this.#socket) return
    this.#socket = null
    this.#waiting = []
    const listeners = [...this.#listeners.values()]
    this.#listeners.clear()
    if (code === SESSION_ENDED) this.dispatchEvent(new Event('sessionended'))
    for (const listener of listeners) listener.broken()
  }
}

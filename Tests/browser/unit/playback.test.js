import * as clock from '../../../web/state/playback.js'
import { addDisplay, brightness, roundedDisplay } from '../../../web/state/dwell.js'
import { aheadOf, capacity, framesToDrop } from '../../../web/state/cache.js'
import { close, equal, test } from './check.js'

const loop = clock.playbackOf({ frames: 90, frameRate: 30 })

test('the frame due follows the wall clock, not a count of ticks', () => {
  const p = clock.play(loop, 1000)
  equal([0, 33.3, 33.4, 1000, 2999].map((t) => clock.frameAt(p, 1000 + t)), [0, 0, 1, 30, 89])
  equal(clock.frameAt(p, 1000 + 3000), 0)
})

test('an hour of 30 frames a second drifts by no frame', () => {
  const p = clock.play(clock.playbackOf({ frames: 1_000_000, frameRate: 30 }), 0)
  equal(clock.frameAt(p, 3_600_000 + 0.01), 108_000)
})

test('a frame time of 33.333 ms is not cut to 33', () => {
  close(clock.playbackOf({ frames: 2, frameRate: 30 }).frameTime, 33333.333, 0.001)
})

test('changing the speed goes on from the frame on screen', () => {
  const slow = clock.setRate(clock.play(loop, 0), 0.25, 1000)
  equal(clock.frameAt(slow, 1000), 30)
  equal(clock.frameAt(slow, 2001), 37)
})

test('without looping the last frame stays and the next play starts over', () => {
  const p = clock.setLooping(clock.play(loop, 0), false, 0)
  equal(clock.frameAt(p, 99_000), 89)
  equal(clock.hasEnded(p, 99_000), true)
  equal(clock.frameAt(clock.play(clock.pause(p, 99_000), 99_000), 99_000), 0)
})

test('steps freeze and stay inside the loop', () => {
  equal(clock.step(clock.play(loop, 0), -1, 0), { ...loop, anchorFrame: 0, anchorTime: 0 })
  equal(clock.step(clock.seek(loop, 85, 0), 10, 0).anchorFrame, 89)
})

test('a still cannot play', () => {
  const still = clock.playbackOf({ frames: 1, frameRate: null })
  equal(clock.play(still, 0).isPlaying, false)
  equal(clock.frameAt(still, 1e9), 0)
})

test('speeds go through a quarter, a half, one and two and no further', () => {
  let p = loop
  const seen = [-1, -1, -1, 1, 1, 1, 1].map((by) => (p = clock.shiftRate(p, by, 0)).rate)
  equal(seen, [0.5, 0.25, 0.25, 0.5, 1, 2, 2])
})

test('display time adds up per view and frame', () => {
  const displayed = {}
  addDisplay(displayed, 'v1', 2, 0.5)
  addDisplay(displayed, 'v1', 2, 0.254)
  addDisplay(displayed, 'v1', 0, -1)
  equal(roundedDisplay(displayed), { v1: [0, 0, 0.75] })
  equal(brightness([0, 1], 3).map((v) => v > 0), [false, true, false])
})

test('a long loop gives up first what it needs last: frames just behind its window', () => {
  equal(capacity({ width: 1024, height: 1024 }, 16 * 1024 * 1024), 16)
  equal(framesToDrop([0, 1, 2], 0, 300, 10), [])
  equal(framesToDrop([95, 96, 97, 98, 99, 0, 1, 50], 98, 100, 7), [96])
  equal(aheadOf(0, 98, 100, 10), 4)
})

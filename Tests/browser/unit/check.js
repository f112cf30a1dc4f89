// One face for two runners: `node --test Tests/browser/unit/` where node is installed, and the browser
// tests, which load `all.js` in Chromium and read the results.

const isNode = typeof process !== 'undefined' && Boolean(process.versions?.node)
const node = isNode ? await import('node:test') : null
const queue = []

/** @param {string} name @param {() => void} run */
export function test(name, run) {
  if (node) node.test(name, run)
  else queue.push({ name, run })
}

/** Runs what was collected: [{name, error}], error null when it passed. */
export async function results() {
  const out = []
  for (const { name, run } of queue) {
    try {
      await run()
      out.push({ name, error: null })
    } catch (error) {
      out.push({ name, error: String(error.message ?? error) })
    }
  }
  return out
}

export function equal(actual, expected, note = '') {
  const a = JSON.stringify(actual), b = JSON.stringify(expected)
  if (a !== b) throw new Error(`${note} expected ${b}, got ${a}`)
}

export function close(actual, expected, tolerance = 1e-9, note = '') {
  if (!(Math.abs(actual - expected) <= tolerance)) throw new Error(`${note} expected ${expected} ± ${tolerance}, got ${actual}`)
}

export function fails(run, words) {
  try {
    run()
  } catch (error) {
    if (!error.message.includes(words)) throw new Error(`expected a sentence with "${words}", got "${error.message}"`)
    return
  }
  throw new Error(`expected a failure with "${words}", got none`)
}

/** A file beside the tests, as bytes. */
export async function bytes(path) {
  const address = new URL(path, import.meta.url)
  if (!isNode) return (await fetch(address)).arrayBuffer()
  const { readFile } = await import('node:fs/promises')
  const file = await readFile(address)
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
}

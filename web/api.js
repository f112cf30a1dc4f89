// The server's HTTP routes, as protocol.md has them: the only file that says `fetch`.

/** A refusal, with the server's sentence and its stable code. `status` 0: the server was not reached. */
export class ApiError extends Error {
  /** @param {number} status @param {string} code @param {string} message @param {object} [detail] */
  constructor(status, code, message, detail = {}) {
    super(message)
    this.status = status
    this.code = code
    this.detail = detail
  }

  /** Worth sending again unchanged: not reached, overloaded, or storage trouble. */
  get isPassing() { return this.status === 0 || this.status >= 500 || this.status === 429 }
}

/** `online` when an answer came, `offline` when none did, `signedout` when the session is gone. */
export const line = new EventTarget()
let isReached = true

/** Tells changes only: who waits for the line is woken once, not by every answer. */
function reached(now) {
  if (now === isReached) return
  isReached = now
  line.dispatchEvent(new Event(now ? 'online' : 'offline'))
}

async function send(method, path, body, headers = {}) {
  const request = { method, headers: { ...headers }, credentials: 'same-origin', cache: 'no-store' }
  if (body !== undefined) {
    request.body = JSON.stringify(body)
    request.headers['Content-Type'] = 'application/json'
  }
  const response = await fetch(path, request).catch((error) => unreached(error))
  reached(true)
  if (response.ok) return response
  throw await refusal(response)
}

function unreached(error) {
  reached(false)
  throw new ApiError(0, 'unreached', String(error.message ?? error))
}

async function refusal(response) {
  const text = await response.text()
  let error = {}
  try { error = JSON.parse(text).error ?? {} } catch { /* a proxy's page, not ours */ }
  const code = error.code ?? 'internal'
  if (response.status === 401 && code === 'session.required') line.dispatchEvent(new Event('signedout'))
  return new ApiError(response.status, code, error.message ?? `HTTP ${response.status}`, error)
}

async function json(method, path, body, headers) {
  const response = await send(method, path, body, headers)
  return response.status === 204 ? null : response.json()
}

const e = encodeURIComponent
const query = (fields) => {
  const set = Object.entries(fields).filter(([, v]) => v !== undefined && v !== null && v !== '')
  return set.length ? `?${new URLSearchParams(set)}` : ''
}

export const api = {
  session: () => json('GET', '/api/session'),
  signIn: (name, password) => json('POST', '/api/session', { name, password }),
  signOut: () => json('DELETE', '/api/session'),
  link: (token) => json('GET', `/api/links/${e(token)}`),
  useLink: (token, fields) => json('POST', `/api/links/${e(token)}`, fields),

  today: () => json('GET', '/api/today'),
  openAttempt: (curriculum, unit) => json('POST', '/api/attempts', { curriculum, unit }),
  attempt: (id) => json('GET', `/api/attempts/${e(id)}`),
  saveDraft: (id, read) => json('PUT', `/api/attempts/${e(id)}/draft`, { read }),
  commit: (id, read, key) => json('POST', `/api/attempts/${e(id)}/commit`, { read }, { 'Idempotency-Key': key }),
  askForAI: (id) => json('POST', `/api/attempts/${e(id)}/ai`),
  openAgain: (id) => json('POST', `/api/attempts/${e(id)}/again`),
  feedback: (id) => json('GET', `/api/attempts/${e(id)}/feedback`),
  still: async (id, view, frame) => (await send('GET', `/api/attempts/${e(id)}/views/${e(view)}/frames/${frame}.png`)).blob(),
  lexicon: (id) => json('GET', `/api/lexicons/${e(id)}`),
  progress: (account) => json('GET', `/api/progress${query({ account })}`),
  progressTable: (table, account) => `/api/progress/${e(table)}.csv${query({ account })}`,
  history: (fields = {}) => json('GET', `/api/history${query(fields)}`),

  cases: (text) => json('GET', `/api/cases${query({ query: text })}`),
  probe: () => json('GET', '/api/probe'),
  caseStill: async (id, view, frame) => (await send('GET', `/api/cases/${e(id)}/views/${e(view)}/frames/${frame}.png`)).blob(),
  preview: (id) => json('GET', `/api/cases/${e(id)}/preview`),
  items: (fields) => json('GET', `/api/items${query(fields)}`),
  itemsAddress: (fields) => `/api/items.csv${query(fields)}`,
  curricula: () => json('GET', '/api/curricula'),
  problems: () => json('GET', '/api/problems'),
  cohorts: () => json('GET', '/api/cohorts'),
  addCohort: (name) => json('POST', '/api/cohorts', { name }),
  saveCohort: (id, fields) => json('PUT', `/api/cohorts/${e(id)}`, fields),
  unitWork: (cohort, curriculum, unit) => json('GET', `/api/cohorts/${e(cohort)}/units/${e(curriculum)}/${e(unit)}`),

  departmentCohorts: () => json('GET', '/api/department/cohorts'),
  departmentCohort: (id, skill) => json('GET', `/api/department/cohorts/${e(id)}${query({ skill })}`),
  cohortTable: (id, table, skill) => `/api/department/cohorts/${e(id)}/${e(table)}.csv${query({ skill })}`,
  researchAddress: (id, name) => `/api/department/cohorts/${e(id)}/research/${e(name)}`,
  exportAddress: (id) => `/api/department/cohorts/${e(id)}.csv`,

  accounts: () => json('GET', '/api/accounts'),
  addAccount: (fields) => json('POST', '/api/accounts', fields),
  saveAccount: (id, fields) => json('PUT', `/api/accounts/${e(id)}`, fields),
}

// Addresses to pages. The first route is where a visitor without a session lands.

/** A page's module is fetched when the page is asked for: a drill does not wait for the department's charts. */
const page = (file, name) => async (...args) => (await import(file))[name](...args)

const signIn = page('./sign-in.js', 'signIn')
const welcome = page('./sign-in.js', 'welcome')
const today = page('./today.js', 'today')
const attempt = page('./attempt.js', 'attempt')
const casePreview = page('./review.js', 'casePreview')
const readOfTrainee = page('./review.js', 'readOfTrainee')
const progress = page('./progress.js', 'progress')
const history = page('./history.js', 'history')
const cases = page('./cases.js', 'cases')
const items = page('./items.js', 'items')
const curricula = page('./curricula.js', 'curricula')
const cohort = page('./cohorts.js', 'cohort')
const cohorts = page('./cohorts.js', 'cohorts')
const unitWork = page('./cohorts.js', 'unitWork')
const department = page('./department.js', 'department')
const probe = page('./probe.js', 'probe')
const accounts = page('./accounts.js', 'accounts')

const route = (path, show, section = null, isBare = false) => ({ path: path.split('/'), show, section, isBare })

export const ROUTES = [
  route('sign-in', signIn, null, true),
  route('welcome/:token', welcome, null, true),
  route('today', today, 'today'),
  route('attempt/:id', attempt, null, true),
  route('progress', progress, 'progress'),
  route('progress/:account', progress, 'cohorts'),
  route('history', history, 'history'),
  route('history/:account', history, 'cohorts'),
  route('cases', cases, 'cases'),
  route('items', items, 'items'),
  route('items/:cohort/:skill', items, 'items'),
  route('case/:id', casePreview, null, true),
  route('read/:id', readOfTrainee, null, true),
  route('curricula', curricula, 'curricula'),
  route('probe', probe, 'probe'),
  route('cohorts', cohorts, 'cohorts'),
  route('cohorts/:id', cohort, 'cohorts'),
  route('cohorts/:id/:curriculum/:unit', unitWork, 'cohorts'),
  route('department', department, 'department'),
  route('department/:id', department, 'department'),
  route('accounts', accounts, 'accounts'),
]

const HOMES = { trainee: '#/today', instructor: '#/cohorts', department: '#/department', administrator: '#/accounts' }

export const home = ({ role }) => HOMES[role] ?? '#/today'
export const isPublic = (r) => r.path[0] === 'sign-in' || r.path[0] === 'welcome'

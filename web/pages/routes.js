// Addresses to pages. The first route is where a visitor without a session lands.

import { signIn, welcome } from './sign-in.js'
import { today } from './today.js'
import { attempt } from './attempt.js'
import { casePreview, readOfTrainee } from './review.js'
import { progress } from './progress.js'
import { history } from './history.js'
import { cases } from './cases.js'
import { items } from './items.js'
import { curricula } from './curricula.js'
import { cohort, cohorts, unitWork } from './cohorts.js'
import { department } from './department.js'
import { probe } from './probe.js'
import { accounts } from './accounts.js'

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

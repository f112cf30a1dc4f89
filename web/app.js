// The page's frame: who is signed in, which page the address asks for, what stands around it.
// Pages fetch and compose; parts draw; state/ is pure.

import { api, ApiError, line } from './api.js'
import { outbox } from './outbox.js'
import { wayToDecode } from './stream/probe.js'
import { FrameSocket } from './stream/socket.js'
import { h, fill } from './parts/dom.js'
import { appBar, footer, notice, offlineBanner } from './parts/shell.js'
import { loadWords, changeLanguage, t } from './words.js'
import { ROUTES, home, isPublic } from './pages/routes.js'

const root = document.getElementById('app')

const app = {
  account: null,
  server: null,
  socket: new FrameSocket(),
  go(hash) { if (location.hash === hash) render(); else location.hash = hash },
  async signedIn(account) {
    app.account = account
    await outbox.use(account.id)
    const back = interrupted?.account === account.id ? interrupted.hash : home(account)
    interrupted = null
    app.go(back)
  },
  async signOut() {
    await api.signOut().catch(() => {})
    leave()
    app.go('#/sign-in')
  },
  async language(wanted) {
    await changeLanguage(wanted)
    render()
  },
}

let page = null
let turn = 0
/** Where whose session ended in mid-work: signing in again goes on there. @type {{account: number, hash: string}|null} */
let interrupted = null

/** Forgets the account: at sign-out and when the session ends elsewhere. */
function leave() {
  app.account = null
  outbox.use(null)
  app.socket.disconnect()
}

async function render() {
  const mine = ++turn
  const { route, params } = match(location.hash)
  if (!app.account && !isPublic(route)) return app.go('#/sign-in')
  page?.dispose?.()
  page = null
  document.body.className = route.isBare ? 'bare' : ''
  const main = h('main', { id: 'main', class: route.isBare ? '' : 'shell' })
  fill(root, offlineBanner(), !route.isBare && appBar(app, route.section), main, !route.isBare && footer(app))
  try {
    const shown = await route.show(main, params, app)
    if (mine !== turn) shown?.dispose?.()
    else page = shown
    // Asked while nobody waits, so that the first loop opens at once.
    if (app.account) wayToDecode()
  } catch (error) {
    if (mine === turn) failed(main, error)
  }
}

function match(hash) {
  const parts = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent)
  const route = ROUTES.find((r) => r.path.length === parts.length && r.path.every((p, i) => p.startsWith(':') || p === parts[i]))
  if (!route || (app.account && isPublic(route) && route.path[0] === 'sign-in')) {
    return hash && !route ? { route: ROUTES[0], params: {} } : matchHome()
  }
  return { route, params: Object.fromEntries(route.path.map((p, i) => [p.slice(1), parts[i]]).filter((_, i) => route.path[i].startsWith(':'))) }
}

function matchHome() {
  return app.account ? match(home(app.account)) : { route: ROUTES[0], params: {} }
}

/** A page that cannot be shown says why and what to do. */
function failed(main, error) {
  if (error instanceof ApiError && error.code === 'session.required') return
  console.error(error)
  const isAway = error instanceof ApiError && error.status === 0
  document.body.className = ''
  main.className = 'shell'
  if (!root.querySelector('.bar') && app.account) main.before(appBar(app, null))
  fill(main, notice('alert', t(isAway ? 'error.away' : 'error.page'), isAway ? t('error.awayMore') : error.message,
    h('button', { class: 'btn-outline', onclick: render }, t('again'))))
}

addEventListener('hashchange', render)
line.addEventListener('signedout', expired)
app.socket.addEventListener('sessionended', expired)

function expired() {
  if (!app.account) return
  interrupted = { account: app.account.id, hash: location.hash }
  leave()
  app.go('#/sign-in')
}

async function start() {
  await loadWords()
  document.title = t('title')
  const session = await api.session().catch(() => null)
  app.account = session?.account ?? null
  app.server = session?.server ?? null
  if (app.account) await outbox.use(app.account.id)
  render()
}

start()

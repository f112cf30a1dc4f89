// What stands around every page: the bar, the footer, the banner when the server cannot be reached,
// and the words that are only said.

import { h, fill } from './dom.js'
import { brandMark, icon } from './icons.js'
import { line } from '../api.js'
import { outbox } from '../outbox.js'
import { clock, currentLanguage, LANGUAGES, t } from '../words.js'

const SECTIONS = {
  trainee: ['today', 'progress', 'history'],
  instructor: ['cohorts', 'cases', 'items', 'curricula', 'today'],
  department: ['department', 'today', 'progress'],
  administrator: ['accounts', 'cohorts', 'today'],
}

export const brand = (href = '#/today') => h('a', { class: 'brand', href, 'aria-label': t('brand.home') }, brandMark(), h('span', { class: 'desk' }, 'Sonodrill'))

export function appBar(app, section) {
  const links = SECTIONS[app.account.role] ?? SECTIONS.trainee
  const link = (name) => h('a', { href: `#/${name}`, 'aria-current': name === section ? 'page' : null }, t(`nav.${name}`))
  const menu = h('nav', { class: 'menu', 'aria-label': t('nav.main'), hidden: true }, links.map(link),
    h('button', { class: 'btn-ghost', onclick: () => app.signOut() }, t('signOut')), languageButton(app))
  return h('div', { class: 'bar-wrap' },
    h('header', { class: 'bar' }, brand(`#/${links[0]}`), h('nav', { 'aria-label': t('nav.main') }, links.map(link)),
      h('span', { class: 'phone where grow' }, h('b', {}, section ? t(`nav.${section}`) : '')), h('span', { class: 'grow desk' }),
      waitingSign(), h('span', { class: 'desk' }, languageButton(app)),
      h('span', { class: 'avatar desk', title: `${app.account.displayName} · ${t(`role.${app.account.role}`)}` }, initials(app.account.displayName)),
      h('button', { class: 'btn-ghost desk', onclick: () => app.signOut() }, t('signOut')),
      h('button', { class: 'btn-ghost btn-icon phone', 'aria-label': t('nav.menu'), onclick: () => { menu.hidden = !menu.hidden } }, icon('menu'))),
    menu)
}

const initials = (name) => name.split(/\s+/).map((w) => w[0] ?? '').join('').slice(0, 2).toUpperCase()

export function languageButton(app) {
  const other = currentLanguage() === 'en' ? 'zh' : 'en'
  return h('button', { class: 'tag language', lang: other, onclick: () => app.language(other) }, LANGUAGES[other])
}

/** Whether answers wait on this device. */
const sign = h('span', { class: 'save desk' })

function waitingSign() {
  fill(sign, icon(outbox.count ? 'alert' : 'cloud'), outbox.count ? t('save.waiting', { n: outbox.count }) : t('save.all'))
  return sign
}

export function footer(app) {
  return h('footer', { class: 'foot' }, h('span', {}, t('training')), h('span', {}, t('foot.simulated')),
    h('span', {}, t('foot.credits')), app.server?.version && h('span', {}, `Sonodrill ${app.server.version}${app.server.isDemo ? ` · ${t('foot.demo')}` : ''}`))
}

const banner = h('div', { class: 'offline', role: 'alert' })
let awaySince = null

/** Across the page, for as long as the server is not reached. */
export function offlineBanner() {
  banner.hidden = awaySince === null
  if (awaySince === null) return banner
  return fill(banner, icon('alert'), h('span', {}, h('b', {}, t('offline.since', { time: clock(awaySince) })), ' ', outbox.count ? t('offline.goOn', { n: outbox.count }) : t('offline.reading')))
}

line.addEventListener('offline', () => { awaySince ??= Date.now(); offlineBanner() })
line.addEventListener('online', () => { awaySince = null; offlineBanner() })
outbox.addEventListener('change', () => { offlineBanner(); waitingSign() })

/** A sentence, its cause and its repair. @param {'alert'|'about'|'check'} kind */
export function notice(kind, title, text, ...actions) {
  return h('section', { class: `card notice ${kind}`, role: kind === 'alert' ? 'alert' : null }, icon(kind),
    h('div', { class: 'stack-close' }, h('b', {}, title), text && h('p', { class: 'small sec' }, text), actions.length > 0 && h('div', { class: 'row wrap' }, actions)))
}

/** For screen readers: soon, or at once. */
export const say = (text) => { document.getElementById('said').textContent = text }
export const shout = (text) => { document.getElementById('shouted').textContent = text }

// Every read, newest first; each opens its own replay.

import { api } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { notice } from '../parts/shell.js'
import { table } from '../parts/forms.js'
import { moment, t } from '../words.js'

export async function history(main, { account }, app) {
  const rows = h('div')
  const attempts = []
  const more = h('button', { class: 'btn-outline' }, t('history.more'))
  const load = async (before) => {
    const page = await api.history({ before, limit: 50, account })
    attempts.push(...page.attempts)
    fill(rows, attempts.length ? list(attempts, account) : notice('about', t('history.none'), t('history.noneMore')))
    more.hidden = !page.next
    more.onclick = () => load(page.next)
  }
  await load()
  fill(main, h('div', { class: 'page-head' }, h('h1', {}, t('nav.history')), account && h('a', { class: 'btn btn-outline', href: `#/progress/${account}` }, t('nav.progress'))), h('section', { class: 'card' }, rows, more))
}

function list(attempts, account) {
  const address = (a) => (account ? `#/read/${a.id}` : `#/attempt/${a.id}`)
  const isOpen = (a) => a.phase !== 'committed' || a.hasFeedback
  const name = (a) => a.title ?? t('history.untitled')
  return table([t('history.case'), t('history.unit'), t('history.when'), t('history.call'), t('history.verdict')], attempts.map((a) => [
    isOpen(a) ? h('a', { href: address(a) }, name(a)) : name(a), a.unit?.title ?? a.unit, moment(a.committedAt ?? a.startedAt), a.assessment ?? '–', a.verdict ?? t(`phase.${a.phase}`),
  ]), { cls: 'cards' })
}

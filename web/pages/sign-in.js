// Signing in, and the one-time link that makes the first account.

import { api } from '../api.js'
import { h, fill } from '../parts/dom.js'
import { brandMark } from '../parts/icons.js'
import { languageButton, notice } from '../parts/shell.js'
import { field } from '../parts/forms.js'
import { t } from '../words.js'

export async function signIn(main, _, app) {
  const name = field('name', t('signIn.name'), { autocomplete: 'username', required: true, autofocus: true })
  const password = field('password', t('signIn.password'), { type: 'password', autocomplete: 'current-password', required: true })
  const trouble = h('div', { role: 'alert' })
  const enter = async (event) => {
    event.preventDefault()
    try {
      await app.signedIn((await api.signIn(name.value, password.value)).account)
    } catch (error) {
      fill(trouble, notice('alert', t(error.status === 0 ? 'error.away' : 'signIn.refused'), refusalText(error)))
      password.input.select()
    }
  }
  fill(main, frame(app, h('form', { class: 'in', onsubmit: enter }, heading(t('signIn.lead')), name.element, password.element, trouble,
    h('button', { class: 'btn-primary tall' }, t('signIn')), h('p', { class: 'small sec' }, t('signIn.forgot')), small(app))))
  name.input.focus()
}

function refusalText(error) {
  if (error.status === 0) return t('error.awayMore')
  const wait = error.detail.retryAfter
  return wait ? t('signIn.wait', { n: Math.ceil(wait) }) : t('signIn.refusedMore')
}

export async function welcome(main, { token }, app) {
  const link = await api.link(token).catch((error) => error)
  if (link instanceof Error) {
    const why = link.status === 410 || link.status === 404 ? notice('alert', t('welcome.used'), t('welcome.usedMore')) : notice('alert', t('error.page'), link.message)
    return void fill(main, frame(app, h('div', { class: 'in' }, heading(t('welcome')), why, h('a', { class: 'btn btn-outline', href: '#/sign-in' }, t('signIn')))))
  }
  const fields = {
    displayName: field('displayName', t('account.displayName'), { autocomplete: 'name', required: true }),
    name: field('name', t('signIn.name'), { autocomplete: 'username', required: true, hint: t('account.nameHint') }),
    password: field('password', t('signIn.password'), { type: 'password', autocomplete: 'new-password', required: true, minlength: 8, hint: t('account.passwordHint') }),
  }
  const trouble = h('div', { role: 'alert' })
  const use = async (event) => {
    event.preventDefault()
    try {
      const reply = await api.useLink(token, Object.fromEntries(Object.entries(fields).map(([k, f]) => [k, f.value])))
      await app.signedIn(reply.account)
    } catch (error) {
      fill(trouble, notice('alert', t('error.notDone'), error.message))
    }
  }
  fill(main, frame(app, h('form', { class: 'in', onsubmit: use }, heading(t('welcome.lead', { role: t(`role.${link.role}`) })), Object.values(fields).map((f) => f.element), trouble,
    h('button', { class: 'btn-primary tall' }, t('welcome.make')), small(app))))
  fields.displayName.input.focus()
}

const frame = (app, form) => h('div', { class: 'signin' }, h('div', { class: 'pic', role: 'img', 'aria-label': t('signIn.picture') }), form)
const heading = (lead) => h('div', {}, h('span', { class: 'brand large' }, brandMark(), 'Sonodrill'), h('p', { class: 'sec lead' }, lead))
const small = (app) => h('p', { class: 'caption row wrap' }, h('span', {}, t('training')), h('span', {}, t('signIn.simulated')), languageButton(app))

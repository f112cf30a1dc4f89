// Accounts: make, disable, give a new password, change a role.

import { api } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { say } from '../parts/shell.js'
import { choice, field, table } from '../parts/forms.js'
import { day, t } from '../words.js'

const ROLES = ['trainee', 'instructor', 'department', 'administrator']
const roleOptions = () => ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))

export async function accounts(main, _, app) {
  const list = h('div')
  const said = h('p', { class: 'small', role: 'status' })
  const load = async () => {
    const { accounts: all } = await api.accounts()
    fill(list, table([t('account.displayName'), t('signIn.name'), t('account.role'), t('account.made'), t('account.state'), ''], all.map((a) => row(a, app, done)), { cls: 'cards' }))
  }
  /** Does one thing, says how it went, shows the list again. */
  const done = async (work, sentence) => {
    try {
      await work()
      fill(said, sentence)
      say(sentence)
      await load()
      return true
    } catch (error) {
      fill(said, error.message)
      return false
    }
  }
  fill(main, h('div', { class: 'page-head' }, h('h1', {}, t('nav.accounts'))), said,
    h('div', { class: 'ed two-columns' }, h('section', { class: 'card' }, list), newAccount(done)))
  await load()
}

function row(account, app, done) {
  const isSelf = account.id === app.account.id
  const role = h('select', { 'aria-label': t('account.roleOf', { name: account.displayName }), disabled: isSelf, onchange: (e) => done(() => api.saveAccount(account.id, { role: e.target.value }), t('saved')) },
    roleOptions().map((o) => h('option', { value: o.value, selected: o.value === account.role }, o.label)))
  const toggle = h('button', { class: 'btn-outline small-button', disabled: isSelf, onclick: () => done(() => api.saveAccount(account.id, { isDisabled: !account.isDisabled }), t(account.isDisabled ? 'account.enabled' : 'account.disabled', { name: account.displayName })) }, t(account.isDisabled ? 'account.enable' : 'account.disable'))
  return [account.displayName, account.name, role, account.createdAt ? day(account.createdAt) : '–', t(account.isDisabled ? 'account.isDisabled' : 'account.isActive'), h('span', { class: 'row wrap' }, toggle, resetter(account, done))]
}

/** A new password in place, behind one button. */
function resetter(account, done) {
  const input = h('input', { type: 'text', minlength: 8, required: true, autocomplete: 'off', 'aria-label': t('account.newPassword', { name: account.displayName }), placeholder: t('account.passwordHint') })
  const form = h('form', { class: 'row', hidden: true, onsubmit: async (e) => {
    e.preventDefault()
    await done(() => api.saveAccount(account.id, { password: input.value }), t('account.passwordSet', { name: account.displayName }))
  } }, input, h('button', { class: 'btn-outline small-button' }, t('save')))
  return h('span', { class: 'row' }, h('button', { class: 'btn-ghost small-button', onclick: () => { form.hidden = !form.hidden; input.focus() } }, t('account.reset')), form)
}

function newAccount(done) {
  const fields = {
    displayName: field('displayName', t('account.displayName'), { required: true }), name: field('name', t('signIn.name'), { required: true, hint: t('account.nameHint') }),
    role: choice('role', t('account.role'), roleOptions(), 'trainee'), password: field('password', t('signIn.password'), { type: 'password', required: true, minlength: 8, autocomplete: 'new-password', hint: t('account.passwordHint') }),
  }
  const make = async (event) => {
    event.preventDefault()
    const form = event.target
    const values = Object.fromEntries(Object.entries(fields).map(([k, f]) => [k, f.value]))
    if (await done(() => api.addAccount(values), t('account.added', { name: values.displayName }))) form.reset()
  }
  return h('form', { class: 'card stack', onsubmit: make }, h('header', {}, h('h2', {}, t('account.new'))), Object.values(fields).map((f) => f.element), h('button', { class: 'btn-primary' }, t('account.add')))
}

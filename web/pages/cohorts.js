// Cohorts: who is in them, what they were given, and their work on one unit.

import { api, ApiError } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { notice, say } from '../parts/shell.js'
import { field, table } from '../parts/forms.js'
import { moment, number, percent, t } from '../words.js'

export async function cohorts(main, _, app) {
  const { cohorts: list } = await api.cohorts()
  const name = field('cohort', t('cohorts.name'), { required: true })
  const add = async (event) => {
    event.preventDefault()
    const made = await api.addCohort(name.value)
    app.go(`#/cohorts/${made.id}`)
  }
  fill(main, h('div', { class: 'page-head' }, h('h1', {}, t('nav.cohorts')), h('form', { class: 'row', onsubmit: add }, name.element, h('button', { class: 'btn-outline' }, t('cohorts.add')))),
    list.length === 0 && notice('about', t('cohorts.none'), t('cohorts.noneMore')),
    h('div', { class: 'g2' }, list.map((c) => h('section', { class: 'card' }, h('header', {}, h('h2', {}, h('a', { href: `#/cohorts/${c.id}` }, c.name)), h('span', { class: 'caption' }, t('cohorts.members', { n: c.members.length }))),
      h('ul', { class: 'plain' }, c.curricula.map((x) => h('li', {}, x.title)), c.curricula.length === 0 && h('li', { class: 'quiet' }, t('cohorts.noCurriculum')))))))
}

export async function cohort(main, { id }, app) {
  const isInstructor = app.account.role === 'instructor'
  const [{ cohorts: list }, { accounts }, { curricula }] = await Promise.all([api.cohorts(), api.accounts(), api.curricula()])
  const shown = list.find((c) => String(c.id) === id)
  if (!shown) throw new ApiError(404, 'notFound', t('cohorts.gone'))
  fill(main, h('div', { class: 'page-head' }, h('div', {}, h('p', { class: 'sec' }, h('a', { href: '#/cohorts' }, t('nav.cohorts'))), h('h1', {}, shown.name))),
    h('div', { class: 'g2' }, isInstructor && work(shown, curricula), editor(shown, accounts, curricula)))
}

function work(shown, curricula) {
  const given = curricula.filter((c) => shown.curricula.some((x) => x.id === c.id))
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('cohorts.work'))),
    given.length === 0 && h('p', { class: 'sec' }, t('cohorts.noCurriculum')),
    given.map((c) => h('div', { class: 'stack-close' }, h('h3', {}, c.title), h('ul', { class: 'plain' }, c.units.map((u) =>
      h('li', {}, h('a', { href: `#/cohorts/${shown.id}/${c.id}/${u.id}` }, u.title), ' ', h('span', { class: 'quiet' }, t('curriculum.cases', { n: u.cases.length }))))))))
}

function editor(shown, accounts, curricula) {
  const name = field('name', t('cohorts.name'), { value: shown.name, required: true })
  const people = accounts.filter((a) => !a.isDisabled && (a.role === 'trainee' || shown.members.some((m) => m.id === a.id)))
  const members = people.map((a) => check(`member-${a.id}`, a.displayName, shown.members.some((m) => m.id === a.id), a.id))
  const given = curricula.map((c) => givenRow(c, shown.curricula.find((x) => x.id === c.id)))
  const saved = h('span', { class: 'save', role: 'status' })
  const save = async (event) => {
    event.preventDefault()
    const fields = { name: name.value, members: members.filter((m) => m.input.checked).map((m) => m.value), curricula: given.filter((g) => g.input.checked).map((g) => g.assignment) }
    try {
      await api.saveCohort(shown.id, fields)
      fill(saved, t('saved'))
      say(t('saved'))
    } catch (error) {
      fill(saved, error.message)
    }
  }
  return h('form', { class: 'card stack', onsubmit: save }, h('header', {}, h('h2', {}, t('cohorts.edit'))), name.element,
    h('fieldset', { class: 'stack-close' }, h('legend', { class: 'label' }, t('cohorts.people')), members.map((m) => m.element)),
    h('fieldset', { class: 'stack-close' }, h('legend', { class: 'label' }, t('nav.curricula')), given.map((g) => g.element)),
    h('div', { class: 'row' }, h('button', { class: 'btn-primary' }, t('save')), saved))
}

function check(id, label, isSet, value) {
  const input = h('input', { type: 'checkbox', id, checked: isSet })
  return { input, value, element: h('label', { class: 'row check', for: id }, input, label) }
}

function givenRow(curriculum, given) {
  const { input, element } = check(`curriculum-${curriculum.id}`, curriculum.title, Boolean(given))
  const due = h('input', { type: 'date', 'aria-label': t('cohorts.due', { title: curriculum.title }), value: given?.dueAt?.slice(0, 10) ?? '' })
  return { input, element: h('div', { class: 'row between' }, element, due), get assignment() { return { id: curriculum.id, dueAt: due.value ? `${due.value}T00:00:00Z` : null } } }
}

export async function unitWork(main, { id, curriculum, unit }) {
  const [{ trainees }, { curricula }] = await Promise.all([api.unitWork(id, curriculum, unit), api.curricula()])
  const course = curricula.find((c) => c.id === curriculum), shown = course?.units.find((u) => u.id === unit)
  fill(main, h('div', { class: 'page-head' }, h('div', {}, h('p', { class: 'sec' }, h('a', { href: `#/cohorts/${id}` }, course?.title ?? t('nav.cohorts'))), h('h1', {}, shown?.title ?? unit), h('p', { class: 'sec' }, shown?.passRule))),
    h('section', { class: 'card' }, trainees.length === 0 ? t('cohorts.nobody') : trainees.map(traineeWork)))
}

function traineeWork(trainee) {
  const { found } = trainee
  const share = found?.count ? `${percent(found.value)} (${number(found.low * 100)}–${number(found.high * 100)}), ${t('lesions', { n: found.count })}` : '–'
  return h('details', { class: 'trainee', open: trainee.attempts.length > 0 && trainee.attempts.length <= 12 },
    h('summary', {}, h('b', {}, trainee.displayName), h('span', {}, t('unit.count', { answered: trainee.answered, total: trainee.total })), h('span', {}, t('cohorts.found', { share })),
      trainee.isPassed && h('span', { class: 'tag' }, t('unit.passed')), h('a', { class: 'small', href: `#/progress/${trainee.account}` }, t('nav.progress'))),
    trainee.attempts.length > 0 ? table([t('history.case'), t('history.when'), t('history.call'), t('history.verdict')], trainee.attempts.map((a) => [
      a.phase === 'committed' ? h('a', { href: `#/read/${a.id}` }, a.title) : a.title ?? t('history.untitled'), a.committedAt ? moment(a.committedAt) : '–', a.assessment ?? '–', a.verdict ?? t(`phase.${a.phase}`),
    ]), { cls: 'cards' }) : h('p', { class: 'small sec' }, t('cohorts.notYet')))
}

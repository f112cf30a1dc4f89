// What is due, how long it takes, and one button.

import { api, ApiError } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { icon } from '../parts/icons.js'
import { notice } from '../parts/shell.js'
import { skillChart } from '../parts/person-charts.js'
import { familyName } from './progress.js'
import { day, percent, t, today as todayWords } from '../words.js'

export async function today(main, _, app) {
  const [{ courses, next, answeredToday }, progress] = await Promise.all([api.today(), api.progress()])
  const trouble = h('div')
  const open = async (curriculum, unit) => {
    try {
      const attempt = await api.openAttempt(curriculum, unit)
      app.go(`#/attempt/${attempt.id}`)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      fill(trouble, notice('alert', t('error.notDone'), error.status === 0 ? t('error.awayMore') : error.message))
    }
  }
  const find = progress.skills.find((s) => s.skill === 'find')
  fill(main, h('div', { class: 'today' },
    h('div', { class: 'stack wide-gap' }, hero(courses, next, answeredToday, open, trouble), courses.map((course) => courseCard(course, open)),
      courses.length === 0 && notice('about', t('today.noCourse'), t('today.noCourseMore'))),
    h('div', { class: 'stack wide-gap' }, find && standing(find, progress.target), due(progress), counts(progress, answeredToday))))
}

function hero(courses, next, answeredToday, open, trouble) {
  const course = courses.find((c) => c.id === next?.curriculum), unit = course?.units.find((u) => u.id === next?.unit)
  if (!unit) {
    return h('section', { class: 'card hero' }, h('div', {}, h('p', { class: 'sec' }, todayWords()), h('h1', {}, t('today.nothing'))), h('p', { class: 'sec' }, t('today.nothingMore')), trouble)
  }
  const isOpen = Boolean(unit.openAttempt)
  return h('section', { class: 'card hero' },
    h('div', {}, h('p', { class: 'sec' }, `${todayWords()} · ${course.title}, ${unit.title}`), h('h1', {}, t('today.due', { n: next.remaining }), t('comma'), t('today.minutes', { n: next.minutes }))),
    h('div', { class: 'progress-bar', role: 'img', 'aria-label': t('case.answered', { answered: unit.answered, total: unit.total }) }, h('i', { style: { width: `${(unit.answered / unit.total) * 100}%` } })),
    h('div', { class: 'row wrap' }, h('button', { class: 'btn-primary', id: 'start', onclick: () => open(course.id, unit.id) }, t(isOpen ? 'today.continue' : 'today.start')),
      h('span', { class: 'small sec' }, t('today.stop'))), trouble)
}

function courseCard(course, open) {
  return h('section', { class: 'card' },
    h('header', {}, h('h2', {}, course.title), h('span', { class: 'caption' }, [course.cohort, course.dueAt && t('today.dueAt', { day: day(course.dueAt) })].filter(Boolean).join(' · '))),
    h('p', { class: 'small sec' }, course.goal), h('ul', { class: 'due' }, course.units.map((u) => unitRow(course, u, open))))
}

function unitRow(course, unit, open) {
  const state = unit.isPassed ? t('unit.passed') : !unit.isOpen ? t('unit.closed') : unit.answered >= unit.total ? t('unit.done') : null
  const verb = unit.isOpen && unit.answered < unit.total && h('button', { class: 'btn-outline small-button', onclick: () => open(course.id, unit.id) }, t(unit.openAttempt ? 'today.continue' : 'today.start'))
  return h('li', {},
    h('span', { class: 'unit-sign' }, icon(unit.isPassed ? 'check' : unit.isOpen ? 'ellipse' : 'lock')),
    h('div', {}, unit.title, ' ', h('span', { class: 'quiet' }, t('unit.count', { answered: unit.answered, total: unit.total })),
      h('br'), h('span', { class: 'sec' }, unit.goal),
      h('br'), h('span', { class: 'caption' }, [t(`mode.${unit.mode}`), t(`unit.feedback.${unit.feedback}`), !unit.isOpen ? unit.gate : unit.passRule].filter(Boolean).join(' · '))),
    h('span', { class: 'row' }, state && h('span', { class: 'tag' }, state), verb))
}

/** Patterns whose memory has faded; new examples of them come first where the unit chooses its cases. */
function due({ due: families }) {
  return families.length > 0 && h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('due.title')), h('a', { class: 'small sec', href: '#/progress' }, t('due.all'))),
    h('ul', { class: 'due' }, families.slice(0, 4).map((f) => h('li', {}, h('span', { class: 'unit-sign' }, icon('loop')), h('div', {}, familyName(f.family), h('br'), h('span', { class: 'sec' }, t('due.recall', { share: percent(f.recall) })))))))
}

function standing(find, target) {
  return h('section', { class: 'card' }, h('header', {}, h('h2', {}, t('skill.find')), h('a', { class: 'small sec', href: '#/progress' }, t('progress.all'))), skillChart(find, target, { csv: api.progressTable('curve') }))
}

function counts(progress, answeredToday) {
  return h('section', { class: 'card figs' }, h('div', { class: 'fig' }, h('span', {}, t('today.answered')), h('b', {}, String(answeredToday))),
    h('div', { class: 'fig' }, h('span', {}, t('progress.cases')), h('b', {}, String(progress.cases))))
}

// The catalogue: what there is, what its answers say, a preview of each.

import { api } from '../api.js'
import { fill, h } from '../parts/dom.js'
import { notice } from '../parts/shell.js'
import { field, table } from '../parts/forms.js'
import { t } from '../words.js'

export async function cases(main) {
  const found = h('div')
  const search = field('query', t('cases.search'), { type: 'text' })
  const load = async () => {
    const { cases: list } = await api.cases(search.value)
    fill(found, h('p', { class: 'caption' }, t('cases.count', { n: list.length })), list.length ? rows(list) : notice('about', t('cases.none')))
  }
  let timer = null
  search.input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(load, 200) })
  fill(main, h('div', { class: 'page-head' }, h('h1', {}, t('nav.cases')), h('div', { class: 'search' }, search.element)), h('section', { class: 'card' }, found))
  await load()
}

function rows(list) {
  return table([t('cases.case'), t('cases.truth'), t('cases.tags'), t('cases.frames'), t('cases.source')], list.map((c) => [
    h('a', { href: `#/case/${c.id}` }, c.title), t(`outcome.${c.outcome}`), h('span', { class: 'row wrap' }, c.tags.map((tag) => h('span', { class: 'tag' }, tag))),
    t('unit.frames', { n: c.frames }), [c.isSimulated && `${t('simulated')} · `, sourceText(c.source)],
  ]), { cls: 'cards' })
}

const sourceText = (source) => (typeof source === 'string' ? source : `${source.name} (${source.licence})`)

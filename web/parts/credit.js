// Who made a case and under which licence; said wherever the case is shown.

import { h } from './dom.js'
import { t } from '../words.js'

export function creditLine({ credit }) {
  const name = credit.link ? h('a', { href: credit.link, rel: 'noreferrer noopener', target: '_blank' }, credit.name) : credit.name
  return h('span', { class: 'credit' }, t('credit.source'), ' ', name, ` (${credit.licence})`, credit.credit && !credit.name.includes(credit.credit) && ` · ${credit.credit}`)
}

export const simulatedTag = (isSimulated) => isSimulated && h('span', { class: 'tag' }, t('simulated'))

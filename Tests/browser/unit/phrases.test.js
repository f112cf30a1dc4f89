import { Phrases } from '../../../web/state/phrases.js'
import { equal, test } from './check.js'

const book = new Phrases({
  sentences: { 'Found it.': '已发现。', 'One category {side} against the panel.': '较专家组{side}一级。', '{count} categories {side} against the panel.': '较专家组{side} {count}级。', 'Seen for {seconds} s.': '看了 {seconds} 秒。', 'You said {mine}, the panel {panel}.': '您判为 {mine}，专家组为 {panel}。' },
  words: { Two: '2', low: '低', '{a} and {b}': '{a} 和 {b}' },
})

test('each sentence of a text is said, with its holes', () => {
  equal(book.said('Found it. One category low against the panel.'), '已发现。较专家组低一级。')
  equal(book.said('You said 4A, the panel 4B and 4C.'), '您判为 4A，专家组为 4B 和 4C。')
})

test('a hole takes a number with its decimals, and never the sentence before', () => {
  equal(book.said('Found it. Two categories low against the panel.'), '已发现。较专家组低 2级。')
  equal(book.said('Seen for 4.1 s.'), '看了 4.1 秒。')
})

test('what somebody named is left as it is', () => {
  const names = new Phrases({ sentences: { 'Opens after {titles} is passed.': '通过“{titles}”后开放。' }, words: { '{a} and {b}': '{a} 和 {b}' } })
  equal(names.said('Opens after Cysts and normals is passed.'), '通过“Cysts and normals”后开放。')
})

test('what has no form stays as it is and is known to be missing', () => {
  equal(book.said('Something new.'), 'Something new.')
  equal([book.knows('Something new.'), book.knows('Found it.'), book.knows('Found it. Something new.')], [false, true, false])
})

test('a space that does not break is a space', () => equal(new Phrases({ sentences: { '{n} mm wide.': '宽 {n} mm。' }, words: {} }).said('4.1\u00A0mm wide.'), '宽 4.1 mm。'))

test('where the server speaks the language nothing changes', () => {
  const own = new Phrases(null)
  equal([own.said('Found it.'), own.said(null), own.knows('Anything.')], ['Found it.', '', true])
})

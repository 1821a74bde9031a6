/** Data and StreamEnd, and Hmac over them. */
import { playValues } from './values.ts'

playValues('bytes', {
  'an empty Data': ['new Data().size', 0],
  'a Data counts bytes': ["new Data('aé').size", 3],
  'a Data of hexadecimal': ["new Data('61c3A9', 'hex').toString()", 'aé'],
  'and back': ["new Data('aé').toString('hex')", '61c3a9'],

  // As text.
  'bytes that are no UTF-8 are no text': ["new Data('61ff', 'hex').toString()", 'nothing'],
  'nor is a first byte without its second': ["new Data('61c361', 'hex').toString()", 'nothing'],
  'a character cut short at the end is text': [
    "typeof new Data('61c3', 'hex').toString()",
    { embedded: 'undefined', else: 'string' },
  ],
  'what is text gives its bytes back': [
    "new Data(new Data('61c3a9f09f9880', 'hex').toString()).toString('hex')",
    '61c3a9f09f9880',
  ],
  'a NUL is a character': ["new Data('006100', 'hex').toString().length", 3],
  'a byte order mark stays': ["new Data('efbbbf61', 'hex').toString().length", 2],
  'Latin bytes as utf8': ["new Data('aé').toString('utf8')", 'aé'],

  // push, shift, and copies.
  'push appends': ["((a = new Data('a')) => (a.push(new Data('bc')), a.toString()))()", 'abc'],
  'what is pushed stays as it was': [
    "((a = new Data('a'), b = new Data('b')) => (a.push(b), a.push(b), b.size))()",
    1,
  ],
  'shift takes off the front': [
    "((a = new Data('abc')) => [a.shift(2).toString(), a.toString()])()",
    ['ab', 'c'],
  ],
  'shift takes no more than there is': [
    "((a = new Data('abc')) => [a.shift(9).toString(), a.size])()",
    ['abc', 0],
  ],
  'shift of nothing': ["((a = new Data('abc')) => [a.shift(0).size, a.size])()", [0, 3]],
  'a copy is one of its own': [
    "((a = new Data('abc'), b = new Data(a)) => (a.shift(1), b.size))()",
    3,
  ],

  // Ends.
  'an end with an error': ["new StreamEnd('ReadTimeout').error", 'ReadTimeout'],
  'a clean end': ['new StreamEnd().error', { '0.50': '', else: 'nothing' }],

  // Cryptography.
  'Hmac with a text for its key': [
    `((h = new crypto.Hmac('sha256', 'key')) => (
        h.update('te'), h.update('xt'), h.digest('hex')))()`,
    '6afa9046a9579cad143a384c1b564b9a250d27d6f6a63f9f20bf3a7594c9e2c6',
  ],
  'Hmac of bytes': [
    `((h = new crypto.Hmac('sha256', new Data('key'))) => (
        h.update(new Data('text')), h.digest('hex')))()`,
    '6afa9046a9579cad143a384c1b564b9a250d27d6f6a63f9f20bf3a7594c9e2c6',
  ],
})

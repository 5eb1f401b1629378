import { isRecord } from '../pointer.ts'

/** What a value is, in the words that OpenAI uses and we share: `an integer`, `a decimal number`, `null`. */
export function gotWords(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'an array'
  switch (typeof value) {
    case 'object':
      return 'an object'
    case 'number':
      return Number.isInteger(value) ? 'an integer' : 'a decimal number'
    case 'boolean':
      return 'a boolean'
    default:
      return 'a string'
  }
}

/** What a schema wants, in the same words; its own `x-expected` where it has one. */
export function expectedWords(schema: unknown): string {
  if (!isRecord(schema)) return 'a value'
  const own = schema['x-expected']
  if (typeof own === 'string') return own
  const choices = stringsOf(schema['enum']) ?? stringsOf([schema['const']])
  if (choices !== undefined) return choices.length === 1 ? quoted(choices[0] ?? '') : `one of ${listed(choices, 'or')}`
  const nouns = [schema['type']].flat().flatMap((type) => nounOf(type, schema))
  if (nouns.length === 0) return 'a value'
  return nouns.length === 1
    ? withArticle(nouns[0] ?? '')
    : `one of ${withArticle(nouns[0] ?? '')} or ${nouns.slice(1).join(' or ')}`
}

function nounOf(type: unknown, schema: Readonly<Record<string, unknown>>): string[] {
  switch (type) {
    case 'number':
      return ['decimal']
    case 'array':
      return [`array${itemWords(schema['items'])}`]
    case 'string':
    case 'integer':
    case 'boolean':
    case 'object':
      return [type]
    default:
      return []
  }
}

const plural: Readonly<Record<string, string>> = {
  string: 'strings',
  integer: 'integers',
  number: 'decimals',
  object: 'objects',
}

/** Items that stand behind a reference or in a union are objects: other items are written in place. */
function itemWords(items: unknown): string {
  if (!isRecord(items)) return ''
  const choices = stringsOf(items['enum'])
  if (choices !== undefined) return ` of one of ${listed(choices.map(shortened), 'or')}`
  const type = items['type'] ?? 'object'
  return typeof type === 'string' && type in plural ? ` of ${plural[type]}` : ''
}

function withArticle(noun: string): string {
  return `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`
}

function stringsOf(values: unknown): string[] | undefined {
  if (!Array.isArray(values)) return undefined
  const texts = values.filter((value) => typeof value === 'string')
  return texts.length === 0 ? undefined : texts
}

/** `'a', 'b', and 'c'`; `'a' and 'b'`; `'a'`. */
export function listed(names: readonly string[], conjunction: 'and' | 'or'): string {
  const all = names.map(quoted)
  if (all.length < 3) return all.join(` ${conjunction} `)
  return `${all.slice(0, -1).join(', ')}, ${conjunction} ${all.at(-1)}`
}

function quoted(text: string): string {
  return `'${text}'`
}

/** First and last three characters of a long name: `fil...lts`. */
export function shortened(text: string): string {
  return text.length <= 16 ? text : `${text.slice(0, 3)}...${text.slice(-3)}`
}

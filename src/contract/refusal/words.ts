import { dotted, isRecord, type Pointer, pathOf, pointerOf, valueAt } from '../pointer.ts'
import { gotWords, listed, shortened } from '../schema/type-words.ts'
import { nearestNames } from '../suggest.ts'
import { plainWords, valueWords } from './value-words.ts'

/** What a message may speak about. */
export interface WordsOf {
  readonly body: unknown
  readonly pointer: Pointer
  /** Of the violation or the limit. */
  readonly params: Readonly<Record<string, unknown>>
  /** Every pointer that the same rule objects to in this body. */
  readonly all: readonly Pointer[]
}

type Speaker = (of: WordsOf) => string

/** The placeholders of a message, a param or a code. */
const speakers: Readonly<Record<string, Speaker>> = {
  /** `messages[0].role` */
  path: ({ pointer, body }) => dotted(pointer, body),
  /** The place around it: `messages[0]`. */
  parent: ({ pointer, body }) => dotted(parentOf(pointer), body),
  /** `messages.[0].role`, as the oldest checks write it. */
  'old-path': ({ pointer, body }) => dotted(pointer, body).replaceAll('[', '.['),
  /** Its last step: `role`. */
  key: ({ pointer }) => pathOf(pointer).at(-1) ?? '',
  /** A long last step, shortened: `kkk...kkk`. */
  'short-key': ({ pointer }) => shortened(pathOf(pointer).at(-1) ?? ''),
  /** Its first step: the field of the request. */
  field: ({ pointer }) => pathOf(pointer)[0] ?? '',
  /** The last steps of everything the rule objects to, sorted: `a, b`. */
  keys: ({ all }) =>
    all
      .map((pointer) => pathOf(pointer).at(-1) ?? '')
      .sort()
      .join(', '),
  /** `s` when there are several. */
  plural: ({ all }) => (all.length > 1 ? 's' : ''),
  value: ({ pointer, body }) => valueWords(valueAt(body, pointer)),
  /** The value without quotes: `flex` */
  text: ({ pointer, body }) => textWords(valueAt(body, pointer)),
  /** `an integer`, `a string` */
  got: ({ pointer, body }) => gotWords(valueAt(body, pointer)),
  expected: ({ params }) => String(params['expected'] ?? 'a value'),
  /** `'a', 'b', and 'c'` */
  supported: ({ params }) => listed(textsOf(params['allowedValues']), 'and'),
  /** `['a', 'b']`, as Python prints it */
  choices: ({ params }) => valueWords(textsOf(params['allowedValues'])),
  /** ` Did you mean 'stop' or 'store'?`, or nothing. */
  suggestion,
  limit: ({ params }) => String(params['limit']),
  actual: ({ params }) => String(params['actual']),
  /** `>=` */
  comparison: ({ params }) => String(params['comparison']),
  /** `integer` or `decimal` */
  number: ({ params }) => String(params['number']),
  /** `below minimum` or `above maximum` */
  bound: ({ params }) => (params['side'] === 'below' ? 'below minimum' : 'above maximum'),
  /** `below_min` or `above_max`, for a code */
  'bound-code': ({ params }) => (params['side'] === 'below' ? 'below_min' : 'above_max'),
  pattern: ({ params }) => String(params['pattern']),
  /** Of a pattern that asks for a beginning: `fc`. */
  prefix: ({ params }) => String(params['pattern']).replace(/^\^/, ''),
  /** Of a model limit: the default value, or what to use instead. */
  default: ({ params }) => String(params['except']),
  use: ({ params }) => String(params['use']),
  /** Of a found condition: the name or the ids it is about. */
  name: ({ params }) => String(params['name']),
  /** Of a found call: `function` or `custom tool`. */
  kind: ({ params }) => String(params['kind']),
  /** Of a fault in a JSON Schema: where in it, which property, which type. */
  context: ({ params }) => String(params['context']),
  missing: ({ params }) => String(params['missing']),
  type: ({ params }) => String(params['type']),
  model: ({ body }) => (isRecord(body) ? plainWords(body['model']) : ''),
}

export const placeholders: readonly string[] = Object.keys(speakers)

export function isPlaceholder(name: string): boolean {
  return Object.hasOwn(speakers, name)
}

/** @param name a placeholder; anything else says nothing, since rules with one are refused when they are read */
export function wordsFor(name: string, of: WordsOf): string {
  return speakers[name]?.(of) ?? ''
}

export function parentOf(pointer: Pointer): Pointer {
  return pointerOf(pathOf(pointer).slice(0, -1))
}

function textWords(value: unknown): string {
  return typeof value === 'string' ? value : valueWords(value)
}

function textsOf(values: unknown): string[] {
  return Array.isArray(values) ? values.filter((value) => value !== null).map(String) : []
}

/** Never a name that is already there: a client that sent both did not mistype it. */
function suggestion({ pointer, body, params }: WordsOf): string {
  const around = valueAt(body, parentOf(pointer))
  const present = isRecord(around) ? around : {}
  const known = textsOf(params['known']).filter((name) => !Object.hasOwn(present, name))
  const near = nearestNames(pathOf(pointer).at(-1) ?? '', known)
  return near.length === 0 ? '' : ` Did you mean ${listed(near, 'or')}?`
}

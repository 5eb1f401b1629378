import type { OperationHandler } from '../../../src/fake-kit/reply.ts'
import { fieldsOf, listOf, textOf } from '../fields.ts'

const categories: readonly string[] = [
  ...['harassment', 'harassment/threatening', 'hate', 'hate/threatening', 'illicit', 'illicit/violent'],
  ...['self-harm', 'self-harm/instructions', 'self-harm/intent', 'sexual', 'sexual/minors'],
  ...['violence', 'violence/graphic'],
]

/** `POST /moderations`: nothing is ever found. */
export const createModeration: OperationHandler = (call) => {
  const { model, input } = fieldsOf(call.body)
  const results = Array.from({ length: countOf(input) }, () => ({
    flagged: false,
    categories: each(false),
    category_scores: each(0),
    category_applied_input_types: each(['text']),
  }))
  const body = { id: `modr-${call.noise(24)}`, model: textOf(model) || 'omni-moderation-latest', results }
  return { kind: 'json', status: 200, body }
}

/** Texts are judged one by one, the parts of a message together. */
function countOf(input: unknown): number {
  const texts = listOf(input).filter((part) => typeof part === 'string')
  return Math.max(1, texts.length)
}

function each(value: unknown): Record<string, unknown> {
  return Object.fromEntries(categories.map((category) => [category, value]))
}

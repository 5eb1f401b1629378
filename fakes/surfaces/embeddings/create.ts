import type { OperationHandler } from '../../../src/fake-kit/reply.ts'
import { failureReply } from '../failure.ts'
import { fieldsOf, textOf } from '../fields.ts'
import { tokensOf } from '../usage.ts'
import { packed, vectorOf } from './vector.ts'

/** `POST /embeddings`: a vector for each input, as numbers or packed. A script makes it fail; what it says is no matter here. */
export const createEmbedding: OperationHandler = (call) => {
  const { body } = call
  const failure = call.nextTurn()?.failure
  if (failure !== undefined) return failureReply(failure)
  const { model, input, dimensions, encoding_format: format } = fieldsOf(body)
  const length = lengthOf(dimensions, dimensionsOf(textOf(model)))
  const inputs = inputsOf(input)
  const tokens = inputs.reduce((sum, one) => sum + Math.max(1, tokensOf(one)), 0)
  const data = inputs.map((text, index) => {
    const vector = vectorOf(text, length)
    return { object: 'embedding', index, embedding: format === 'base64' ? packed(vector) : [...vector] }
  })
  return {
    kind: 'json',
    status: 200,
    body: { object: 'list', data, model: textOf(model), usage: { prompt_tokens: tokens, total_tokens: tokens } },
  }
}

/** A model shortens its vectors, and never lengthens them; what is no length at all may come where only is observed. */
function lengthOf(wanted: unknown, full: number): number {
  return typeof wanted === 'number' && Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, full) : full
}

function dimensionsOf(model: string): number {
  return model.endsWith('-large') ? 3072 : 1536
}

/** A list of numbers is one input of tokens, any other list has one input in each place. */
function inputsOf(input: unknown): string[] {
  if (!Array.isArray(input)) return [textOf(input)]
  if (input.every((part) => typeof part === 'number')) return [input.join(' ')]
  return input.map((part) => (Array.isArray(part) ? part.map(plain).join(' ') : plain(part)))
}

/** Also of what the contract refuses, where nothing is refused. */
function plain(part: unknown): string {
  return typeof part === 'string' ? part : JSON.stringify(part)
}

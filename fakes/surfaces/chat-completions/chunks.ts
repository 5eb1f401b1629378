import { argumentPieces, inTurns, textPieces } from '../deltas.ts'
import type { WireCall } from '../tool-calls.ts'
import { type ChatAnswer, type ChatChoice, chatLogprobs } from './answer.ts'
import type { ChatRequest } from './request.ts'

interface ChoiceDelta {
  readonly index: number
  readonly delta: object
  readonly finish_reason: string | null
  readonly logprobs?: object
}

export interface ChunkOptions {
  readonly interleaved: boolean
  noise(length: number): string
}

/** The answer as the `data:` of a stream, without its terminator: role first, then content, calls, finish, usage. */
export function chunksOf(request: ChatRequest, answer: ChatAnswer, options: ChunkOptions): readonly object[] {
  const head = { id: answer.id, object: 'chat.completion.chunk', created: answer.created, model: request.model }
  const tail = { service_tier: request.serviceTier, system_fingerprint: null }
  const noUsageYet = request.includesUsage ? { usage: null } : {}
  const chunks = answer.choices
    .flatMap((choice) => choiceDeltas(request, choice, options.interleaved))
    .map((choice) => ({ ...head, choices: [choice], ...tail, ...noUsageYet, ...obfuscation(request, choice, options) }))
  return request.includesUsage ? [...chunks, { ...head, choices: [], ...tail, usage: answer.usage }] : chunks
}

/** Noise that hides the length of what is said from whoever watches the line. */
function obfuscation(request: ChatRequest, { delta }: ChoiceDelta, { noise }: ChunkOptions): object {
  if (!request.isObfuscated) return {}
  return { obfuscation: noise(16 - (JSON.stringify(delta).length % 16)) }
}

function choiceDeltas(request: ChatRequest, choice: ChatChoice, interleaved: boolean): readonly ChoiceDelta[] {
  const { index, content, finish } = choice
  const going = (delta: object): ChoiceDelta => ({ index, delta, finish_reason: null })
  const opening = { role: 'assistant', content: content === null ? null : '', refusal: null }
  const words = textPieces(content ?? '').map((piece) => ({
    ...going({ content: piece }),
    ...(request.logprobs === undefined ? {} : { logprobs: chatLogprobs(piece, request.logprobs) }),
  }))
  const calls = request.usesFunctions ? functionCallDeltas(choice) : toolCallDeltas(choice, interleaved)
  return [going(opening), ...words, ...calls.map(going), { index, delta: {}, finish_reason: finish }]
}

/** The first delta of a call names it; the others carry its index and a piece of its arguments. */
function toolCallDeltas({ calls }: ChatChoice, interleaved: boolean): readonly object[] {
  const perCall = calls.map((call, index) => [
    { tool_calls: [{ index, id: call.id, type: call.kind, ...callBody(call, { name: call.name }, '') }] },
    ...argumentPieces(call.input).map((piece) => ({ tool_calls: [{ index, ...callBody(call, {}, piece) }] })),
  ])
  return interleaved ? inTurns(perCall) : perCall.flat()
}

function callBody({ kind }: WireCall, name: { readonly name?: string }, piece: string): object {
  return kind === 'custom' ? { custom: { ...name, input: piece } } : { function: { ...name, arguments: piece } }
}

function functionCallDeltas({ calls }: ChatChoice): readonly object[] {
  return calls
    .slice(0, 1)
    .flatMap(({ name, input }) => [
      { function_call: { name, arguments: '' } },
      ...argumentPieces(input).map((piece) => ({ function_call: { arguments: piece } })),
    ])
}

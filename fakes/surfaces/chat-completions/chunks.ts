import type { TurnFailure } from '../../../src/fake-kit/turn.ts'
import { argumentPieces, beforeDelta, inTurns, textPieces } from '../deltas.ts'
import { failureError } from '../failure.ts'
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
  readonly failure: TurnFailure | undefined
  noise(length: number): string
}

/**
 * The answer as the `data:` of a stream, without its terminator: role first, then content, calls, finish, usage. One that
 * fails ends with the error instead.
 */
export function chunksOf(request: ChatRequest, answer: ChatAnswer, options: ChunkOptions): readonly object[] {
  const { failure, interleaved } = options
  const deltas = answer.choices.flatMap((choice) => choiceDeltas(request, choice, interleaved))
  const said = failure === undefined ? deltas : beforeFailure(deltas, failure)
  const chunks = said.map((choice) => {
    const chunk = chunkOf(request, answer, [choice])
    if (request.includesUsage) chunk.usage = null
    if (request.isObfuscated) chunk.obfuscation = obfuscation(choice, options)
    return chunk
  })
  if (failure !== undefined) return [...chunks, { error: failureError(failure) }]
  return request.includesUsage ? [...chunks, { ...chunkOf(request, answer, []), usage: answer.usage }] : chunks
}

interface Chunk {
  readonly id: string
  readonly object: 'chat.completion.chunk'
  readonly created: number
  readonly model: string
  readonly choices: readonly ChoiceDelta[]
  readonly service_tier: string
  readonly system_fingerprint: null
  usage?: object | null
  obfuscation?: string
}

/** Member by member instead of spread: a stream has many chunks. */
function chunkOf(request: ChatRequest, answer: ChatAnswer, choices: readonly ChoiceDelta[]): Chunk {
  return {
    id: answer.id,
    object: 'chat.completion.chunk',
    created: answer.created,
    model: request.model,
    choices,
    service_tier: request.serviceTier,
    system_fingerprint: null,
  }
}

/** A stream that fails never comes to a finish. */
function beforeFailure(deltas: readonly ChoiceDelta[], { after = 0 }: TurnFailure): readonly ChoiceDelta[] {
  const unfinished = deltas.filter((choice) => choice.finish_reason === null)
  return beforeDelta(unfinished, ({ delta }) => !('role' in delta), after)
}

/** Noise that hides the length of what is said from whoever watches the line. */
function obfuscation({ delta }: ChoiceDelta, { noise }: ChunkOptions): string {
  return noise(16 - (JSON.stringify(delta).length % 16))
}

function choiceDeltas(request: ChatRequest, choice: ChatChoice, interleaved: boolean): readonly ChoiceDelta[] {
  const { index, content, refusal, finish } = choice
  const going = (delta: object): ChoiceDelta => ({ index, delta, finish_reason: null })
  const opening = { role: 'assistant', content: content === null ? null : '', refusal: null }
  const said = (field: 'content' | 'refusal', text: string | null) =>
    textPieces(text ?? '').map((piece) => ({
      ...going({ [field]: piece }),
      ...chatLogprobs(request, { content: null, refusal: null, [field]: piece }),
    }))
  const calls = request.usesFunctions ? functionCallDeltas(choice) : toolCallDeltas(choice, interleaved)
  return [
    going(opening),
    ...said('content', content),
    ...said('refusal', refusal),
    ...calls.map(going),
    { index, delta: {}, finish_reason: finish },
  ]
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

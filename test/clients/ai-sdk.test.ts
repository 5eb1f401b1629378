import { createOpenAI } from '@ai-sdk/openai'
import {
  APICallError,
  embedMany,
  generateText,
  isStepCount,
  jsonSchema,
  type LanguageModel,
  Output,
  streamText,
  tool,
} from 'ai'
import { afterAll, describe, expect, test } from 'vitest'
import { valueAt } from '../../src/contract/pointer.ts'
import { type Play, play, startStage } from './stage.ts'
import { forecast, weather, weatherCall } from './weather.ts'

const running = await startStage()

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

function providerOf({ baseUrl, key }: Play) {
  return createOpenAI({ baseURL: baseUrl, apiKey: key })
}

const citySchema = jsonSchema<{ city: string }>(weather.parameters)
const tools = {
  weather: tool({
    description: weather.description,
    inputSchema: citySchema,
    execute: async ({ city }) => forecast(city),
  }),
}
const rounds = { prompt: 'Weather in Hanoi?', tools, stopWhen: isStepCount(3), maxRetries: 0 }
const once = { prompt: 'Weather?', maxRetries: 0 }

interface Way {
  readonly surface: string
  readonly modelOf: (scene: Play, name: string) => LanguageModel
  /** Where in the second request of a round the output of the tool stands. */
  readonly toolOutput: string
}

const ways: readonly Way[] = [
  {
    surface: 'Responses, the default',
    modelOf: (scene, name) => providerOf(scene)(name),
    toolOutput: '/input/2/output',
  },
  {
    surface: 'Chat Completions',
    modelOf: (scene, name) => providerOf(scene).chat(name),
    toolOutput: '/messages/2/content',
  },
]

describe.each(ways)('$surface', ({ modelOf, toolOutput }) => {
  test('text, finish and usage are read', async () => {
    const scene = play(running, 'openai', [{ text: 'Rain, grüße.', usage: { input: 3, output: 4 } }])
    const result = await generateText({ model: modelOf(scene, 'gpt-5.2'), ...once })
    expect(result).toMatchObject({ text: 'Rain, grüße.', finishReason: 'stop', warnings: [] })
    expect(result.usage).toMatchObject({ inputTokens: 3, outputTokens: 4 })
    await scene.accepted(1)
  })

  test('a stream cut anywhere is put together again', async () => {
    const scene = play(running, 'openai', [{ text: 'Rain all day, grüße 🌧.', deltas: { bytesPerWrite: 7 } }])
    const result = streamText({ model: modelOf(scene, 'gpt-5.2'), ...once })
    expect(await result.text).toBe('Rain all day, grüße 🌧.')
    expect(await result.finishReason).toBe('stop')
    expect((await result.usage).totalTokens).toBeGreaterThan(0)
    await scene.accepted(1)
  })

  test('a tool call makes its round', async () => {
    const scene = play(running, 'openai', [{ toolCalls: [weatherCall] }, { text: 'Take an umbrella.' }])
    const result = await generateText({ model: modelOf(scene, 'gpt-5.2'), ...rounds })
    expect(result.text).toBe('Take an umbrella.')
    const [, second] = await scene.accepted(2)
    expect(valueAt(second, toolOutput)).toBe('Rain in Hanoi.')
  })

  test('a streamed tool call makes its round', async () => {
    const scene = play(running, 'openai', [{ toolCalls: [weatherCall] }, { text: 'Take an umbrella.' }])
    const result = streamText({ model: modelOf(scene, 'gpt-5.2'), ...rounds })
    expect(await result.text).toBe('Take an umbrella.')
    const [, second] = await scene.accepted(2)
    expect(valueAt(second, toolOutput)).toBe('Rain in Hanoi.')
  })

  test('structured output is parsed', async () => {
    const scene = play(running, 'openai', [{ text: '{"city":"Hanoi"}' }])
    const output = Output.object({ schema: citySchema })
    const result = await generateText({ model: modelOf(scene, 'gpt-5.2'), output, ...once })
    expect(result.output).toEqual({ city: 'Hanoi' })
    await scene.accepted(1)
  })

  test('a refusal is the error of an API call, with the words of the provider', async () => {
    const scene = play(running, 'openai')
    const error = await failure(generateText({ model: modelOf(scene, 'gpt-4o'), temperature: 9, ...once }))
    await scene.refused('openai/number-out-of-bounds')
    expect(error).toMatchObject({ statusCode: 400, isRetryable: false, data: { error: { param: 'temperature' } } })
  })

  test('a wrong key is refused', async () => {
    const scene = play(running, 'openai')
    const model = modelOf({ ...scene, key: 'sk-of-somebody-else' }, 'gpt-5.2')
    const error = await failure(generateText({ model, ...once }))
    expect(error).toMatchObject({ statusCode: 401, data: { error: { code: 'invalid_api_key' } } })
    await scene.refused('openai/wrong-key')
  })
})

async function failure(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  expect(APICallError.isInstance(error)).toBe(true)
  return error
}

test('embeddings: as many vectors come as texts were sent', async () => {
  const scene = play(running, 'openai')
  const model = providerOf(scene).embedding('text-embedding-3-small')
  const { embeddings } = await embedMany({ model, values: ['a', 'b'], maxRetries: 0 })
  expect(embeddings.map((vector) => vector.length)).toEqual([1536, 1536])
  await scene.accepted(1)
})

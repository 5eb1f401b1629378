import { createAzure } from '@ai-sdk/azure'
import { embedMany, generateText, isStepCount, jsonSchema, type LanguageModel, streamText, tool } from 'ai'
import { AuthenticationError, AzureOpenAI, BadRequestError } from 'openai'
import { afterAll, describe, expect, test } from 'vitest'
import { valueAt } from '../../src/contract/pointer.ts'
import { type Play, play, startStage } from './stage.ts'
import { forecast, weather, weatherCall } from './weather.ts'

const running = await startStage()

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

const deployment = 'gpt-5.2'
const apiVersion = '2025-04-01-preview'
const user = { role: 'user' as const, content: 'Weather in Hanoi?' }

describe('AzureOpenAI of the OpenAI SDK', () => {
  function clientOf({ baseUrl, key }: Play): AzureOpenAI {
    return new AzureOpenAI({ endpoint: baseUrl, apiKey: key, apiVersion, maxRetries: 0 })
  }

  test('chat goes to the deployment that is named as the model', async () => {
    const scene = play(running, 'azure-openai', [{ text: 'Rain.' }])
    const completion = await clientOf(scene).chat.completions.create({ model: deployment, messages: [user] })
    expect(completion.choices[0]?.message.content).toBe('Rain.')
    await scene.accepted(1)
  })

  test('a chat stream is put together again', async () => {
    const scene = play(running, 'azure-openai', [{ text: 'Rain all day, grüße 🌧.', deltas: { bytesPerWrite: 7 } }])
    const stream = clientOf(scene).chat.completions.stream({ model: deployment, messages: [user] })
    expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe('Rain all day, grüße 🌧.')
    await scene.accepted(1)
  })

  test('the runner makes the round of a tool call', async () => {
    const scene = play(running, 'azure-openai', [{ toolCalls: [weatherCall] }, { text: 'Take an umbrella.' }])
    const run = { ...weather, parse: JSON.parse, function: ({ city }: { city: string }) => forecast(city) }
    const tools = [{ type: 'function' as const, function: run }]
    const runner = clientOf(scene).chat.completions.runTools({ model: deployment, messages: [user], tools })
    expect(await runner.finalContent()).toBe('Take an umbrella.')
    const [, second] = await scene.accepted(2)
    expect(valueAt(second, '/messages/2/content')).toBe('Rain in Hanoi.')
  })

  test('responses, whole and streamed', async () => {
    const scene = play(running, 'azure-openai', [{ text: 'Rain.' }])
    const { responses } = clientOf(scene)
    const asked = { model: deployment, input: 'Weather?' }
    expect((await responses.create(asked)).output_text).toBe('Rain.')
    expect((await responses.stream(asked).finalResponse()).output_text).toBe('Rain.')
    await scene.accepted(2)
  })

  test('embeddings are decoded', async () => {
    const scene = play(running, 'azure-openai')
    const asked = { model: 'text-embedding-3-small', input: ['a', 'b'], dimensions: 8 }
    const { data } = await clientOf(scene).embeddings.create(asked)
    expect(data.map(({ embedding }) => embedding.length)).toEqual([8, 8])
    await scene.accepted(1)
  })

  test('an unknown parameter is the error of a bad request', async () => {
    const scene = play(running, 'azure-openai')
    const body = { model: deployment, messages: [user], metadta: {} }
    const error: unknown = await clientOf(scene)
      .chat.completions.create(body)
      .catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(BadRequestError)
    expect(error).toMatchObject({ status: 400, message: expect.stringContaining('metadta') })
    await scene.refused('azure-openai/unknown-parameter')
  })

  test('a wrong key is the error of authentication', async () => {
    const scene = play(running, 'azure-openai')
    const call = clientOf({ ...scene, key: 'somebody-elses' }).responses.create({ model: deployment, input: 'hi' })
    const error: unknown = await call.catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error).toMatchObject({ status: 401, code: '401' })
    await scene.refused('azure-openai/wrong-key')
  })
})

interface Way {
  readonly surface: string
  readonly modelOf: (scene: Play) => LanguageModel
}

function providerOf({ baseUrl, key }: Play) {
  return createAzure({ baseURL: `${baseUrl}/openai/v1`, apiKey: key })
}

const ways: readonly Way[] = [
  { surface: 'Responses, the default', modelOf: (scene) => providerOf(scene)(deployment) },
  { surface: 'Chat Completions', modelOf: (scene) => providerOf(scene).chat(deployment) },
]

describe.each(ways)('@ai-sdk/azure, $surface', ({ modelOf }) => {
  const tools = {
    weather: tool({
      inputSchema: jsonSchema<{ city: string }>(weather.parameters),
      execute: async ({ city }) => forecast(city),
    }),
  }

  test('text is read, whole and streamed', async () => {
    const scene = play(running, 'azure-openai', [{ text: 'Rain, grüße.' }])
    const asked = { model: modelOf(scene), prompt: 'Weather?', maxRetries: 0 }
    expect((await generateText(asked)).text).toBe('Rain, grüße.')
    expect(await streamText(asked).text).toBe('Rain, grüße.')
    await scene.accepted(2)
  })

  test('a tool call makes its round', async () => {
    const scene = play(running, 'azure-openai', [{ toolCalls: [weatherCall] }, { text: 'Take an umbrella.' }])
    const stopWhen = isStepCount(3)
    const asked = { model: modelOf(scene), prompt: 'Weather in Hanoi?', tools, stopWhen, maxRetries: 0 }
    expect((await generateText(asked)).text).toBe('Take an umbrella.')
    await scene.accepted(2)
  })
})

test('@ai-sdk/azure, embeddings: as many vectors come as texts were sent', async () => {
  const scene = play(running, 'azure-openai')
  const model = providerOf(scene).embedding('text-embedding-3-small')
  const { embeddings } = await embedMany({ model, values: ['a', 'b'], maxRetries: 0 })
  expect(embeddings.map((vector) => vector.length)).toEqual([1536, 1536])
  await scene.accepted(1)
})

import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import { openai } from '../../../fakes/openai/index.ts'
import { Journal } from '../../../src/capture/journal.ts'
import { isRecord } from '../../../src/contract/pointer.ts'
import { type ControlClient, createControlClient } from '../../../src/fake-kit/control/client.ts'
import { startControl } from '../../../src/fake-kit/control/start-control.ts'
import type { RunningFakes } from '../../../src/fake-kit/fakes.ts'
import type { StartFakesOptions } from '../../../src/fake-kit/start-fakes.ts'
import { startOpenAI } from '../../fakes/openai-fake.ts'

/** A reply whose status, media type and body are described by the control port's own document. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Parsed when it is JSON. */
  readonly value: unknown
}

export interface Question {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Controlled extends AsyncDisposable {
  readonly fakes: RunningFakes
  readonly url: string
  readonly client: ControlClient
  ask(method: string, target: string, question?: Question): Promise<Reply>
}

/** The OpenAI fake with a control port, both on free ports. */
export async function startControlled(options: Partial<StartFakesOptions> = {}): Promise<Controlled> {
  const fakes = await startOpenAI({ definitions: [openai], journal: new Journal(), ...options })
  const control = await startControl({ fakes, version: '1.2.3' })
  const check = await documentCheck(control.url)
  return {
    fakes,
    url: control.url,
    client: createControlClient(control.url),
    ask: async (method, target, { body, headers } = {}) => {
      const reply = await send(control.url + target, method, body, headers)
      check(method, target.split('?', 1)[0] ?? '', reply)
      return reply
    },
    [Symbol.asyncDispose]: async () => {
      await control[Symbol.asyncDispose]()
      await fakes[Symbol.asyncDispose]()
    },
  }
}

async function send(url: string, method: string, body: unknown, headers: Question['headers']): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: text }),
  })
  const received = await response.text()
  const isJson = /^application\/(problem\+)?json$/.test(response.headers.get('content-type') ?? '')
  const value: unknown = isJson && received !== '' ? JSON.parse(received) : undefined
  return { status: response.status, headers: response.headers, text: received, value }
}

/** Fails for a reply that the document does not describe. */
async function documentCheck(url: string): Promise<(method: string, path: string, reply: Reply) => void> {
  const document: Described = JSON.parse(await (await fetch(`${url}/openapi.json`)).text())
  const ajv = new Ajv2020({ strict: false, allErrors: true }).addSchema({ $id: 'doc', components: document.components })
  return (method, path, reply) => {
    const described = responsesFor(document, method, path)
    const response = described?.[reply.status] ?? described?.['default']
    const type = reply.headers.get('content-type') ?? ''
    if (described !== undefined) expect(Object.keys(response?.content ?? {})).toContain(type)
    if (method === 'HEAD') return
    const schema = described === undefined ? '#/components/schemas/Problem' : response?.content[type]?.schema.$ref
    const validate = ajv.compile({ $ref: `doc${schema}` })
    for (const value of valuesOf(type, reply)) {
      validate(value)
      expect(validate.errors ?? []).toEqual([])
    }
  }
}

interface Described {
  readonly components: object
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Responses }>>>>
}

type Responses = Readonly<
  Record<string, { readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> }>
>

/** `undefined` for what no route answers. */
function responsesFor({ paths }: Described, method: string, path: string): Responses | undefined {
  const found = Object.entries(paths).find(([template]) =>
    new RegExp(`^${template.replace(/\{\w+\}/, '.+').replaceAll('.', '[^]')}$`).test(path),
  )
  return found?.[1][method === 'HEAD' ? 'get' : method.toLowerCase()]?.responses
}

function valuesOf(type: string, { text, value }: Reply): readonly unknown[] {
  if (type !== 'application/x-ndjson') return [value ?? text]
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

export function member(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined
}

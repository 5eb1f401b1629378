import { requestBytes } from '../fake-kit/raw-http.ts'

/** What is asked of every server. */
export interface Job {
  readonly name: string
  readonly isStream: boolean
  /** As text, for the servers that answer by what they are told. */
  readonly prompt: string
  /** The whole text of the answer; absent: as the fake sees fit. */
  readonly answer: string
  /** Of a stream: absent, each is a network write of its own. */
  readonly eventsPerWrite?: number
  /** How many requests make a round. */
  readonly requests: number
  /** How fast the fake is to be, by the name of the other server. */
  readonly targets: Readonly<Record<string, number>>
}

/** Sixty-one words are sixty-four events: the role goes before them, the finish and the terminator after. */
const words = Array(61).fill('word').join(' ')

export const jobs: readonly Job[] = [
  {
    name: 'chat',
    isStream: false,
    prompt: 'answer at once',
    answer: 'Hello! How can I help you today?',
    requests: 2000,
    targets: { bare: 0.85, aimock: 2.5 },
  },
  // As models do it: every event leaves by itself. The peer joins them, so that there is nothing to compare.
  {
    name: 'stream',
    isStream: true,
    prompt: 'answer in pieces',
    answer: words,
    requests: 300,
    targets: { bare: 0.85 },
  },
  // As the peer does it, whose events leave together.
  {
    name: 'joined-stream',
    isStream: true,
    prompt: 'answer in pieces',
    answer: words,
    eventsPerWrite: 64,
    requests: 600,
    targets: { bare: 0.85, aimock: 2.5 },
  },
]

export const key = 'sk-watertight-bench'

/** Which case of the fake a job is. */
export function caseOf(job: Job): string {
  return `bench-${job.name}`
}

const bodyBytes = 1024

/** A chat request of one kilobyte. */
export function chatBytes(job: Job, path: string, connection: 'keep-alive' | 'close'): Buffer {
  const body = (content: string) =>
    JSON.stringify({
      model: 'gpt-4o',
      messages: [{ role: 'user', content }],
      temperature: 0.5,
      max_tokens: 256,
      ...(job.isStream ? { stream: true } : {}),
    })
  const padding = 'x'.repeat(bodyBytes - body(`${job.prompt} `).length)
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${key}`,
    'Content-Type: application/json',
    'Accept: application/json',
    'User-Agent: watertight-bench',
  ]
  const bytes = requestBytes(lines, body(`${job.prompt} ${padding}`))
  return connection === 'close'
    ? bytes
    : Buffer.from(bytes.toString().replace('Connection: close', 'Connection: keep-alive'))
}

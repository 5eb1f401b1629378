import { LLMock } from '@copilotkit/aimock'
import { jobs } from '../requests.ts'
import { serveParent } from './serve.ts'

const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', latency: 0, chunkSize: 5 })
for (const { prompt, answer } of jobs) mock.onMessage(prompt, { content: answer })
await mock.start()
serveParent(Number(new URL(mock.url).port))

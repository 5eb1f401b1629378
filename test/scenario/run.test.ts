import { expect, test } from 'vitest'
import { Fault } from '../../src/contract/fault.ts'
import { driveSuite } from '../suite/drive.ts'
import { stubGateway } from './stub-gateway.ts'

const patterns = ['bridge/internal-metadata']

test('a gateway that answers garbage fails every case, in words that show the garbage', async () => {
  const adapter = stubGateway({ answer: (_request, reply) => reply.end('<html>It works!</html>') })
  const report = await driveSuite({ adapter, patterns })
  expect(report.counts).toMatchObject({ cases: 8, failed: 8 })
  const messages = report.cases.flatMap(({ findings }) => findings.map(({ check, message }) => `${check}: ${message}`))
  expect(messages).toContainEqual(expect.stringMatching(/^reply\/text: the reply cannot be read: .*<html>It works!/))
  expect(messages).toContainEqual(expect.stringMatching(/^call\/count: the gateway made 0 provider requests/))
  expect(adapter.ended()).toBe(true)
})

test('a gateway that cuts every connection is reported with the reason of the client', async () => {
  const adapter = stubGateway({ answer: (request) => request.socket.destroy() })
  const report = await driveSuite({ adapter, patterns })
  expect(report.counts.failed).toBe(8)
  expect(report.cases[0]?.findings).toContainEqual(
    expect.objectContaining({ check: 'reply/status', message: expect.stringMatching(/^the client gets no reply: .+/) }),
  )
})

test('when the gateway dies, the rest is untestable, and what was recorded is reported', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  let requests = 0
  const adapter = stubGateway({
    died: () => promise,
    answer: (_request, reply) => {
      requests += 1
      if (requests < 3) reply.end('{}')
      else resolve('the gateway ended with exit code 1')
    },
  })
  const report = await driveSuite({ adapter, patterns, concurrency: 1 })
  expect(report.interrupted).toBe('the gateway ended with exit code 1')
  expect(report.counts.cases).toBe(8)
  const last = report.cases.at(-1)
  expect(last).toMatchObject({ outcome: expect.stringMatching(/untestable|failed/) })
  expect(last?.findings[0]).toMatchObject({ check: 'run/complete', message: 'the gateway ended with exit code 1' })
  expect(report.cases[0]?.exchanges).toHaveLength(1)
  expect(adapter.ended()).toBe(true)
})

test('a run that is stopped reports what it has, and leaves nothing running', async () => {
  const stop = new AbortController()
  const adapter = stubGateway({ answer: () => stop.abort() })
  const report = await driveSuite({ adapter, patterns, signal: stop.signal })
  expect(report.interrupted).toBe('the run was stopped')
  expect(report.counts.passed).toBe(0)
  expect(adapter.ended()).toBe(true)
})

test('a gateway that cannot be started is a fault, not a finding', async () => {
  const adapter = {
    ...stubGateway({ answer: () => {} }),
    start: () => Promise.reject(new Fault('E_GATEWAY_NOT_READY', 'never ready')),
  }
  await expect(driveSuite({ adapter, patterns })).rejects.toMatchObject({ code: 'E_GATEWAY_NOT_READY' })
})

test('a feature that the adapter does not claim makes a case not applicable, and the report says which', async () => {
  const adapter = {
    ...stubGateway({ answer: (_request, reply) => reply.end('{}') }),
    features: new Set(['provider:openai'] as const),
  }
  const report = await driveSuite({ adapter, patterns })
  expect(report.counts).toMatchObject({ cases: 8, notApplicable: 8 })
  expect(report.gateway.version).toBe('not started')
  expect(report.cases[0]?.lacks).toEqual(
    expect.arrayContaining(['surface:chat-completions', 'bridge:chat-completions--responses']),
  )
})

test('a case that does not exist is named, with what is near', async () => {
  const caseFilter = ['bridge/internal-metadata[upstream=openai/responses,as=user,metadata=absent,stream=fals]']
  await expect(driveSuite({ patterns, caseFilter })).rejects.toMatchObject({
    code: 'E_CASE_UNKNOWN',
    hint: expect.stringContaining('stream=false]'),
  })
})

test('the same seed gives the same cases, secrets and findings', async () => {
  const [one, two] = [
    await driveSuite({ patterns, defects: ['bridge-metadata-leak'] }),
    await driveSuite({ patterns, defects: ['bridge-metadata-leak'] }),
  ]
  const findings = (report: typeof one) =>
    report.cases.map(({ id, findings }) => ({ id, findings: findings.map(({ check, message }) => [check, message]) }))
  expect(findings(one)).toEqual(findings(two))
})

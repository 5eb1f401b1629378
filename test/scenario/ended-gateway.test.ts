import { expect, test } from 'vitest'
import { driveSuite } from '../suite/drive.ts'
import { stubGateway } from './stub-gateway.ts'

test('where clients find nobody, the end of the gateway is waited for, and no further case is taken for failed', async () => {
  const { promise, resolve: tell } = Promise.withResolvers<string>()
  let asked = 0
  const adapter = stubGateway({
    // Nobody listens there any more after the first answer,
    answer: (_request, reply, server) => {
      server.close()
      reply.setHeader('connection', 'close').end('{}')
    },
    // and that it is dead is told only to who asks a second time.
    died: () => {
      asked += 1
      if (asked > 1) tell('the gateway was ended by SIGKILL')
      return promise
    },
  })
  const report = await driveSuite({ adapter, patterns: ['bridge/internal-metadata'], concurrency: 1 })
  expect(report.interrupted).toBe('the gateway was ended by SIGKILL')
  // The answer was wrong; the case that found nobody says so, and why; of the others nothing is known.
  expect(report.counts).toMatchObject({ failed: 2, untestable: 6 })
})

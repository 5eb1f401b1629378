import type { Dialect } from '../../src/fake-kit/dialect.ts'
import { openaiDialect } from '../openai/dialect.ts'
import { credentialOf } from './credential.ts'
import type { Deployments } from './deployments.ts'
import { envelope } from './envelope.ts'
import { createFrontDoor } from './front-door.ts'
import { refusals } from './refusals.ts'
import { replyHeaders } from './reply-headers.ts'

export function createAzureDialect(deployments: Deployments): Dialect {
  return {
    // What a client calls the endpoint; it adds `/openai/deployments/…` or `/openai/v1` by itself.
    versionPath: '',
    ids: { ...openaiDialect.ids, request: { prefix: '', length: 32, alphabet: 'hex' } },
    credential: credentialOf,
    refusals,
    frontDoor: createFrontDoor(deployments),
    envelope,
    limitsPer: 'model',
    headers: replyHeaders,
  }
}

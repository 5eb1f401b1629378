/** The strict fakes as a container of testcontainers. */

export type { Exchange } from '../capture/exchange.ts'
export { Fault } from '../contract/fault.ts'
export type { ProviderId } from '../contract/surface.ts'
export type { ControlClient } from '../fake-kit/control/client.ts'
export type { JournalQuery, RefusedRequest, WaitQuery } from '../fake-kit/control/messages.ts'
export type { FakeLevel } from '../fake-kit/fake.ts'
export type { RateLimit } from '../fake-kit/rate-limit.ts'
export type { Turn } from '../fake-kit/turn.ts'
export { FakeProvidersContainer } from './fake-providers-container.ts'
export { StartedFakeProvidersContainer } from './started-fake-providers-container.ts'

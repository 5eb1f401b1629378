/** Scenarios as tests of vitest, and matchers for what was recorded. Importing it registers nothing. */

import type { ProviderId } from '../contract/surface.ts'

export { matchers } from './matchers.ts'
export { type ScenariosOptions, scenarios } from './scenarios.ts'

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Of a case's or a run's report: every field of the client has a fate, every field upstream an origin. */
    toBeAccountedFor(): R
    /** Of a case's or a run's report: nobody is shown what is not theirs, and it could be tested. */
    toLeakNothing(): R
    /** Of a recorded upstream exchange: this provider takes the request, whichever it was sent to. */
    toBeAcceptedBy(provider: ProviderId): R
  }
}

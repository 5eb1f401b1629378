import { dropHonoured, noAlteredValue, noSilentLoss, noUnaccountedField } from './accounts.ts'
import { callAttributed, callCount } from './calls.ts'
import type { Check } from './check.ts'
import { upstreamRequest } from './contract.ts'
import { expectClient, expectUpstream } from './expectations.ts'
import { credential } from './headers.ts'
import { canaryClient, canaryUpstream } from './leaks.ts'
import { replyFinish, replyStatus, replyText, replyToolCalls } from './replies.ts'
import { failureVisible } from './streams.ts'

/** Every check, in the order in which findings are reported: what leaks first, what follows from it last. */
export const checks: readonly Check[] = [
  canaryUpstream,
  canaryClient,
  credential,
  noUnaccountedField,
  dropHonoured,
  noSilentLoss,
  noAlteredValue,
  upstreamRequest,
  callCount,
  callAttributed,
  replyStatus,
  replyText,
  replyToolCalls,
  replyFinish,
  failureVisible,
  expectUpstream,
  expectClient,
]

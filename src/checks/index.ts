import { dropHonoured, noAlteredValue, noSilentLoss, noUnaccountedField } from './accounts.ts'
import { azureAddress } from './azure-address.ts'
import { callAttributed, callCount } from './calls.ts'
import type { Check } from './check.ts'
import { upstreamRequest } from './contract.ts'
import { replyError } from './errors.ts'
import { expectClient, expectUpstream } from './expectations.ts'
import { forwardedHeader } from './forwarded-headers.ts'
import { credential } from './headers.ts'
import { canaryClient, canaryUpstream, otherCase } from './leaks.ts'
import { canaryLogs } from './logs.ts'
import { originator } from './originator.ts'
import { replyFinish, replyStatus, replyText, replyToolCalls } from './replies.ts'
import { replyContract } from './reply-contract.ts'
import { replyChoices, replyLogprobs, replyReasoning, replyRefusal } from './reply-details.ts'
import { replyExtras } from './reply-extras.ts'
import { replyFraming } from './reply-framing.ts'
import { replyCallIds, replyModel } from './reply-names.ts'
import { replyVectors } from './reply-vectors.ts'
import { fallbackApart, noRetryAfterOutput, noRetryOfRefusal, retryEqual, retryWait } from './retries.ts'
import { stableTools } from './stable-tools.ts'
import { stackTrace } from './stack-traces.ts'
import { noStrayHeader } from './stray-headers.ts'
import { streamAddsUp, streamGrammar } from './stream-rules.ts'
import { failureVisible } from './streams.ts'
import { trustedHeader } from './trusted-headers.ts'
import { unbuffered } from './unbuffered.ts'
import { replyUsage } from './usage.ts'

/** Every check, in the order in which findings are reported: what leaks first, what follows from it last. */
export const checks: readonly Check[] = [
  canaryUpstream,
  canaryClient,
  otherCase,
  canaryLogs,
  stackTrace,
  credential,
  fallbackApart,
  noStrayHeader,
  forwardedHeader,
  originator,
  noUnaccountedField,
  dropHonoured,
  noSilentLoss,
  noAlteredValue,
  upstreamRequest,
  callCount,
  callAttributed,
  azureAddress,
  stableTools,
  retryEqual,
  retryWait,
  noRetryOfRefusal,
  noRetryAfterOutput,
  replyFraming,
  trustedHeader,
  replyStatus,
  replyText,
  replyToolCalls,
  replyFinish,
  replyRefusal,
  replyReasoning,
  replyChoices,
  replyCallIds,
  replyModel,
  replyUsage,
  replyLogprobs,
  replyVectors,
  replyExtras,
  replyContract,
  replyError,
  failureVisible,
  streamGrammar,
  streamAddsUp,
  unbuffered,
  expectUpstream,
  expectClient,
]

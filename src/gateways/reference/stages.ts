import { refusalReply } from './client-reply.ts'
import { collectResponse } from './codex/collect-response.ts'
import type { Stages } from './pipeline.ts'
import { address } from './stages/address.ts'
import { aim, targets } from './stages/aim.ts'
import { authenticate } from './stages/authenticate.ts'
import { drop } from './stages/drop.ts'
import { fillIn } from './stages/fill-in.ts'
import { fitProvider } from './stages/fit-provider.ts'
import { forwardHeaders } from './stages/forward-headers.ts'
import { passError, passReply } from './stages/pass-reply.ts'
import { mayPass, retryWait } from './stages/retry.ts'
import { route } from './stages/route.ts'
import { send } from './stages/send.ts'
import { spellOut } from './stages/spell-out.ts'
import {
  bridgeBackReply,
  bridgeBackRequest,
  bridgeBackStream,
  bridgeReply,
  bridgeRequest,
  bridgeStream,
  passRequest,
} from './stages/translate.ts'

/** The gateway without a defect. */
export const cleanStages: Stages = {
  start: async () => {},
  authenticate,
  route,
  targets,
  aim,
  fillIn,
  spellOut,
  drop,
  passRequest,
  bridgeRequest,
  bridgeBackRequest,
  fitProvider,
  address,
  forwardHeaders,
  send,
  retryWait,
  mayPass,
  passError,
  collectResponse,
  passReply,
  bridgeReply,
  bridgeStream,
  bridgeBackReply,
  bridgeBackStream,
  refuse: refusalReply,
}

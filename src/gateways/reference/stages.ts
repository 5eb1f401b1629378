import { refusalReply } from './client-reply.ts'
import type { Stages } from './pipeline.ts'
import { address } from './stages/address.ts'
import { authenticate } from './stages/authenticate.ts'
import { drop } from './stages/drop.ts'
import { passError, passReply } from './stages/pass-reply.ts'
import { route } from './stages/route.ts'
import { send } from './stages/send.ts'
import { spellOut } from './stages/spell-out.ts'
import { bridgeReply, bridgeRequest, bridgeStream, passRequest } from './stages/translate.ts'

/** The gateway without a defect. */
export const cleanStages: Stages = {
  start: async () => {},
  authenticate,
  route,
  spellOut,
  drop,
  passRequest,
  bridgeRequest,
  address,
  send,
  passError,
  passReply,
  bridgeReply,
  bridgeStream,
  refuse: refusalReply,
}

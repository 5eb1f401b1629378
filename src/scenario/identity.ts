import type { PlannedTarget, VirtualUser } from '../gateways/adapter.ts'
import { type Canary, createMint, type Mint } from '../leak/canary.ts'

/** Everything that one case's client has and that must not travel. */
export interface Identity {
  readonly user: VirtualUser
  readonly cookie: string
  readonly customHeader: string
  readonly forwardedIp: string
  /** A loopback address of its own, where the system has them. */
  readonly clientIp: string | undefined
  readonly userAgent: string
}

/** Everything that one target of a route has. */
export interface TargetSecrets {
  readonly apiKey: string
  readonly accountId: string
}

/** What a case's route has, and what the gateway has. */
export interface RouteSecrets {
  readonly alias: string
  readonly targets: readonly Pick<PlannedTarget, 'apiKey' | 'accountId'>[]
  readonly masterKey: string
}

/** `index` is the case's number in the run: addresses have to differ, and there are few of them. */
export function mintIdentity(seed: string, token: string, index: number): Identity {
  const mint = createMint(seed, token)
  const word = (role: string, length = 16) => mint.word(role, length)
  return {
    user: {
      key: `sk-${word('client-key', 32)}`,
      userId: `user-${word('user-id')}`,
      email: `${word('user-email')}@client.example`,
      teamId: `team-${word('team-id')}`,
      teamAlias: `squad-${word('team-alias')}`,
      orgId: `org-${word('org-id')}`,
      keyAlias: `alias-${word('key-alias')}`,
      endUserId: `customer-${word('end-user-id')}`,
    },
    cookie: `session=${word('cookie', 24)}`,
    customHeader: `note-${word('custom-header', 20)}`,
    forwardedIp: mintAddress(mint),
    clientIp: process.platform === 'linux' ? loopback(index) : undefined,
    userAgent: `client-${word('user-agent')}/1.0`,
  }
}

export function mintAlias(seed: string, token: string): string {
  return `route-${createMint(seed, token).word('route-alias', 16)}`
}

/** @param token the target's own: no two targets share a key */
export function mintTarget(seed: string, token: string): TargetSecrets {
  const mint = createMint(seed, token)
  return { apiKey: `sk-${mint.word('provider-key', 40)}`, accountId: `acct-${mint.word('account-id', 24)}` }
}

/** The operator's key is one for the run: the gateway has one. */
export function mintMasterKey(seed: string): string {
  return `sk-${createMint(seed, 'operator').word('master-key', 32)}`
}

/** In the documentation range of IPv6 (RFC 3849): nobody's, and long enough to be found by. */
function mintAddress(mint: Mint): string {
  const groups = [1, 2, 3, 4].map((group) => (0x1000 + mint.number(`forwarded-ip-${group}`, 0xe000)).toString(16))
  return `2001:db8::${groups.join(':')}`
}

/** On Linux every address of 127.0.0.0/8 is this machine: a client can come from one that nobody else has. */
function loopback(index: number): string {
  const hosts = 250
  const row = Math.floor(index / hosts)
  return `127.${64 + (Math.floor(row / 256) % 128)}.${row % 256}.${(index % hosts) + 2}`
}

export function canariesOf(identity: Identity, { alias, targets, masterKey }: RouteSecrets): Canary[] {
  const { user } = identity
  return [
    { role: 'client-key', value: user.key },
    { role: 'user-id', value: user.userId },
    { role: 'user-email', value: user.email },
    { role: 'team-id', value: user.teamId },
    { role: 'team-alias', value: user.teamAlias },
    { role: 'org-id', value: user.orgId },
    { role: 'key-alias', value: user.keyAlias },
    { role: 'end-user-id', value: user.endUserId },
    { role: 'cookie', value: identity.cookie },
    { role: 'custom-header', value: identity.customHeader },
    { role: 'forwarded-ip', value: identity.forwardedIp },
    ...(identity.clientIp === undefined ? [] : [{ role: 'client-ip', value: identity.clientIp } as const]),
    { role: 'user-agent', value: identity.userAgent },
    { role: 'route-alias', value: alias },
    ...targets.map(({ apiKey }) => ({ role: 'provider-key', value: apiKey }) as const),
    ...targets.flatMap(({ accountId: value }) => (value === undefined ? [] : [{ role: 'account-id', value } as const])),
    { role: 'master-key', value: masterKey },
  ]
}

import { hash } from 'node:crypto'
import { withCheck, wordAlphabet, wordLetters } from './word-check.ts'

/** Where a canary may be planted, by the kind of secret or identity it stands for. New roles come last: see `letterOf`. */
export const canaryRoles = [
  'client-key',
  'master-key',
  'provider-key',
  'user-id',
  'user-email',
  'team-id',
  'team-alias',
  'org-id',
  'key-alias',
  'end-user-id',
  'cookie',
  'custom-header',
  'forwarded-ip',
  'client-ip',
  'user-agent',
  'route-alias',
  'gateway-url',
  'provider-url',
  'account-id',
] as const
export type CanaryRole = (typeof canaryRoles)[number]

/** A minted value planted where a secret may live, searched for everywhere it must not be. At least eight characters. */
export interface Canary {
  readonly role: CanaryRole
  readonly value: string
}

/** Mints values that depend only on the run's seed, the case's token and the role, so that a run can be repeated. */
export interface Mint {
  /** `length` lower-case letters and digits that begin with a letter. From sixteen on a word is known for a minted one. */
  word(role: string, length: number): string
  /** A number from 0 up to, not including, `limit`. */
  number(role: string, limit: number): number
}

export function createMint(seed: string, token: string): Mint {
  const digest = (role: string) => hash('sha512', `${seed}\0${token}\0${role}`, 'buffer')
  return {
    word: (role, length) => withCheck(letterOf(role) + toCharacters(digest(role), length - 1)),
    number: (role, limit) => digest(`${role}#`).readUInt32BE(0) % limit,
  }
}

/** The role that a word's first letter tells; `undefined` for what is minted but no canary. */
export function roleOfWord(word: string): CanaryRole | undefined {
  return canaryRoles[wordAlphabet.indexOf(word[0] ?? '-')]
}

/** Every role has a letter of its own; what is no canary shares the last. */
function letterOf(role: string): string {
  const roles: readonly string[] = canaryRoles
  const index = roles.indexOf(role)
  return wordAlphabet[index === -1 ? wordLetters - 1 : index] ?? ''
}

function toCharacters(bytes: Buffer, length: number): string {
  let characters = ''
  for (let index = 0; index < length; index++) {
    characters += wordAlphabet[(bytes[index % bytes.length] ?? 0) % wordAlphabet.length]
  }
  return characters
}

import type { ProviderId } from '../contract/surface.ts'

/** A header that carries a key, and what stands in it before the key. */
export interface CredentialForm {
  /** Lower case. */
  readonly header: string
  readonly scheme: string
}

const bearer: CredentialForm = { header: 'authorization', scheme: 'Bearer ' }

/** How each provider takes a key, the usual way first. A request has it in exactly one of these ways. */
const forms: Readonly<Record<ProviderId, readonly [CredentialForm, ...CredentialForm[]]>> = {
  openai: [bearer],
  'azure-openai': [{ header: 'api-key', scheme: '' }, bearer],
  codex: [bearer],
}

export function credentialForms(provider: ProviderId): readonly [CredentialForm, ...CredentialForm[]] {
  return forms[provider]
}

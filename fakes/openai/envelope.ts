import type { Refusal } from '../../src/contract/contract.ts'

/** `{"error":{"message":…,"type":…,"param":…,"code":…}}` */
export function envelope({ message, type, param, code }: Refusal): object {
  return { error: { message, type, param, code } }
}

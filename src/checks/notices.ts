import type { Check } from './check.ts'

/** What a finding can be of besides a check: something that kept the harness itself from judging a case. */
export type Notice = Pick<Check, 'id' | 'title' | 'severity'>

export const runComplete: Notice = {
  id: 'run/complete',
  title: 'The case was driven to its end',
  severity: 'high',
}

/** Every notice. */
export const notices: readonly Notice[] = [runComplete]

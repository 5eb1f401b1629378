/** The tier a request was served on. Recorded on Chat Completions with gpt-5.6-terra, 2026-08. */
export function servedTier(asked: unknown): string {
  switch (asked) {
    case 'fast':
    case 'priority':
      return 'priority'
    case 'flex':
      return 'flex'
    default:
      return 'default'
  }
}

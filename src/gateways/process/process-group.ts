import { setTimeout as pause } from 'node:timers/promises'

const pollMs = 20

/** A child and everything it started that did not leave its group. `leader` is the child's pid and the group's id. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal)
  } catch {
    return false
  }
}

/** Whether the group was gone within `withinMs`. */
export async function groupIsGone(leader: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (signalGroup(leader, 0)) {
    if (performance.now() >= deadline) return false
    await pause(pollMs)
  }
  return true
}

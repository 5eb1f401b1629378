import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const pollMs = 20
const rounds = 50

/**
 * Ends what left the process group of a gateway, a daemon of its own for example: its environment still names the
 * gateway's directory, which no other process knows. Linux tells environments; elsewhere such a process stays.
 */
export async function endStrays(directory: string): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const strays = straysOf(directory)
    if (strays.length === 0) return
    for (const pid of strays) end(pid)
    await pause(pollMs)
  }
}

function straysOf(directory: string): readonly number[] {
  const own = Buffer.from(`=${directory}\0`)
  return processes().filter((pid) => environmentOf(pid)?.includes(own) === true)
}

function processes(): readonly number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => Number.isInteger(pid) && pid > 1 && pid !== process.pid)
  } catch {
    return []
  }
}

/** A zombie has none, and that of another user cannot be read. */
function environmentOf(pid: number): Buffer | undefined {
  try {
    return readFileSync(`/proc/${pid}/environ`)
  } catch {
    return undefined
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { signalGroup } from './process-group.ts'

/** A running group whose end this process is responsible for. */
interface Ward {
  readonly leader: number
  readonly directory: string
}

const wards = new Set<Ward>()

/**
 * Ends the group and removes its directory when this process ends without having done so: in the `exit` event where
 * there is one, else (killed, crashed, default signal) through a shell that waits for the end of a pipe that we hold.
 * @returns the release, to be called once the group is gone
 */
export function endWithThisProcess(ward: Ward): () => void {
  if (wards.size === 0) process.on('exit', endAll)
  wards.add(ward)
  const releaseWatcher = watchFromOutside(ward)
  return () => {
    wards.delete(ward)
    if (wards.size === 0) process.off('exit', endAll)
    releaseWatcher()
  }
}

function endAll(): void {
  for (const { leader } of wards) signalGroup(leader, 'SIGKILL')
  for (const { directory } of wards) rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
}

const watcherScript = 'read -r line && exit; kill -s KILL -- "-$1"; rm -rf -- "$2"'

function watchFromOutside({ leader, directory }: Ward): () => void {
  const watcher = spawn('/bin/sh', ['-c', watcherScript, 'sh', String(leader), directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: '/usr/bin:/bin' },
    // In a session of its own: Ctrl-C goes to our whole foreground group, and the watcher has to outlive us.
    detached: true,
  })
  // Where there is no shell (minimal images), the exit event remains.
  watcher.on('error', () => {})
  watcher.stdin.on('error', () => {})
  watcher.unref()
  return () => watcher.stdin.end('released\n')
}

/** What a server under measurement tells its parent process, and is asked by it. */
export interface Usage {
  readonly cpuSeconds: number
  readonly residentBytes: number
}

/** Says where it listens, tells its usage whenever it is asked, and ends with its parent. */
export function serveParent(port: number): void {
  process.on('message', () => process.send?.(usage()))
  process.on('disconnect', () => process.exit())
  process.send?.({ port })
}

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpuSeconds: (user + system) / 1e6, residentBytes: process.memoryUsage.rss() }
}

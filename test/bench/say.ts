export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function verdict(isMet: boolean, target: string): string {
  return `target ${target}: ${isMet ? 'met' : 'missed'}`
}

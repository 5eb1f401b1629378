import { measureLeakScan } from './parts/leak.ts'
import { measureReplies } from './parts/replies.ts'
import { measureStarts } from './parts/start.ts'
import { measureSuite } from './parts/suite.ts'
import { say } from './say.ts'

const parts: Readonly<Record<string, () => Promise<void>>> = {
  replies: measureReplies,
  start: measureStarts,
  leak: measureLeakScan,
  suite: measureSuite,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  say(`there is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure()
}

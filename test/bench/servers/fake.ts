import { Journal } from '../../../src/capture/journal.ts'
import { fakes, loadContracts, packagePath, startFakes } from '../../../src/index.ts'
import { caseOf, jobs, key } from '../requests.ts'
import { serveParent } from './serve.ts'

const running = await startFakes({
  definitions: fakes,
  contracts: loadContracts(packagePath('contracts')),
  journal: new Journal({ byteBudget: 64 * 1024 * 1024 }),
})
running.allowKey('openai', key)
for (const job of jobs) {
  const deltas = job.eventsPerWrite === undefined ? {} : { eventsPerWrite: job.eventsPerWrite }
  running.script(caseOf(job), 0, [{ text: job.answer, deltas }])
}
serveParent(Number(new URL(running.baseUrl('openai')).port))

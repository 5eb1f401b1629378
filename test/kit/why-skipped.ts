import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** Says at the end of a run which tests were not made, and why: other reporters keep it to themselves. */
export const whySkipped: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')])
    const told = skipped.flatMap((test) => {
      const reason = reasonOf(test)
      return reason === undefined ? [] : [{ reason, name: test.fullName }]
    })
    for (const [reason, tests] of Map.groupBy(told, (test) => test.reason)) {
      process.stdout.write(`\nnot made: ${reason}\n${tests.map(({ name }) => `  ${name}\n`).join('')}`)
    }
  },
}

/** Said when it was skipped, or in its name; a test that a filter of names leaves out has none. */
function reasonOf(test: TestCase): string | undefined {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : undefined
  return note ?? /\(skipped: (.*)\)$/.exec(test.name)?.[1]
}

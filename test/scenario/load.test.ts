import { expect, test } from 'vitest'
import { Fault, Faults, faultLine } from '../../src/contract/fault.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { fillScenario } from '../../src/scenario/cells.ts'
import { loadScenarios } from '../../src/scenario/load.ts'
import { scenarioFolder, soundScenario } from './folder.ts'

/** What loading and filling says of a folder with this one file, without the folder's own path. */
function complaintsOf(text: string, name = 'chat/hello.yaml'): string[] {
  using folder = scenarioFolder({ [name]: text })
  try {
    loadScenarios(folder.path).forEach(fillScenario)
    return []
  } catch (error) {
    const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : []
    if (faults.length === 0) throw error
    return faults.map((fault) => faultLine(fault).replaceAll(`${folder.path}/`, ''))
  }
}

function without(line: RegExp): string {
  return soundScenario.replace(line, '')
}

test('every bundled scenario loads, and every cell of its matrix', () => {
  const scenarios = loadScenarios(packagePath('scenarios'))
  const ids = scenarios.flatMap(fillScenario).map(({ id }) => id)
  expect(scenarios.length).toBeGreaterThan(12)
  expect(new Set(ids).size).toBe(ids.length)
})

test('a case for every combination, named by its labels', () => {
  using folder = scenarioFolder({ 'chat/hello.yaml': soundScenario })
  const [scenario] = loadScenarios(folder.path)
  expect(scenario && fillScenario(scenario).map(({ id }) => id)).toEqual([
    'chat/hello[upstream=openai/chat-completions,stream=false]',
    'chat/hello[upstream=openai/chat-completions,stream=true]',
  ])
})

test.each([
  ['broken YAML', 'id: [', /^chat\/hello\.yaml:\d+:\d+: .* \[E_YAML_SYNTAX\]/],
  ['a key twice', `${soundScenario}severity: high\n`, /^chat\/hello\.yaml:14:1: .*unique.* \[E_YAML_SYNTAX\]/i],
  [
    'an unknown key',
    soundScenario.replace('reply:', 'replay:'),
    /^chat\/hello\.yaml:13:5: unknown key replay in steps\.0 .*\n {2}Did you mean "reply"\?/,
  ],
  ['a key too few', without(/why:.*\n/), /^chat\/hello\.yaml:1:1: the scenario lacks the key why /],
  [
    'a wrong value',
    soundScenario.replace('low', 'urgent'),
    /^chat\/hello\.yaml:5:11: severity has to be one of critical, high, medium, low, not "urgent"/,
  ],
  [
    'an id that is not the path',
    soundScenario.replace('chat/hello', 'chat/bye'),
    /^chat\/hello\.yaml:1:5: .*\n {2}Write id: chat\/hello, or move the file\./,
  ],
  [
    'a placeholder without axis',
    soundScenario.replace('$stream', '$streams'),
    /^chat\/hello\.yaml:12:64: \$streams is no axis of the matrix .*\n {2}Axes: upstream, stream\./,
  ],
  [
    'an axis without use',
    soundScenario.replace(', stream: $stream', ''),
    /^chat\/hello\.yaml:8:3: the axis stream is not used/,
  ],
  [
    'no provider surface',
    without(/ {2}upstream:.*\n/),
    /no provider surface is named .*\n {2}Write route: \{ upstream: openai\/responses \}/,
  ],
  [
    'an axis value of the wrong type',
    soundScenario.replace('reply: { text: hello }', 'reply: { text: hello, finish: $stream }'),
    /steps\.0\.reply\.finish has to be one of stop, tool-calls, length, content-filter, not false/,
  ],
])('%s is refused with the place and a way out', (_name, text, wanted) => {
  const complaints = complaintsOf(text)
  expect(complaints.join('\n')).toMatch(wanted)
})

test('every mistake of a file is told at once', () => {
  const text = soundScenario.replace('severity: low', 'severity: urgent').replace('reply:', 'replay:')
  expect(complaintsOf(text)).toHaveLength(2)
})

test.each([
  ['bridge/internal-metadata', 1],
  ['bridge/**', 5],
  ['bridge', 5],
  ['scenarios/bridge/internal-metadata.yaml', 1],
  ['*/passthrough', 2],
])('the pattern %s chooses scenarios', (pattern, atLeast) => {
  expect(loadScenarios(packagePath('scenarios'), [pattern]).length).toBeGreaterThanOrEqual(atLeast)
})

test('a pattern that chooses nothing says what is near', () => {
  expect(() => loadScenarios(packagePath('scenarios'), ['bridge/internal-metadat'])).toThrow(
    expect.objectContaining({ code: 'E_SCENARIO_UNKNOWN', hint: expect.stringContaining('bridge/internal-metadata') }),
  )
})

test('a folder without scenarios is a mistake', () => {
  using folder = scenarioFolder({})
  expect(() => loadScenarios(folder.path)).toThrow(expect.objectContaining({ code: 'E_SCENARIO_NONE' }))
})

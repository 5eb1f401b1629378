import { expect, test } from 'vitest'
import { parseArguments } from '../../src/cli/parse.ts'
import { Fault, Faults } from '../../src/contract/fault.ts'

const command = {
  name: 'demo',
  summary: 'Shows.',
  operand: { name: 'FILE', count: 'one', help: 'a file' },
  options: {
    seed: { type: 'string', value: 'TEXT', help: 'a seed' },
    defect: { type: 'string', multiple: true, value: 'ID', help: 'a defect' },
    level: { type: 'string', default: 'real', help: 'a level' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  examples: [],
} as const

function faultsOf(args: readonly string[]): readonly Pick<Fault, 'code' | 'message' | 'hint'>[] {
  try {
    parseArguments(command, args)
    return []
  } catch (error) {
    if (error instanceof Faults) return error.faults
    if (error instanceof Fault) return [error]
    throw error
  }
}

test('options are read in every usual spelling, anywhere among the operands', () => {
  const args = ['--seed=a=b', 'file', '--defect', 'x', '--json', '--defect=y']
  expect(parseArguments(command, args)).toEqual({
    values: expect.objectContaining({ seed: 'a=b', defect: ['x', 'y'], json: true, level: 'real' }),
    operands: ['file'],
  })
})

test('after -- everything is an operand', () => {
  expect(parseArguments(command, ['--', '--json']).operands).toEqual(['--json'])
})

test.each([
  [['--sed', 'x', 'file'], 'E_OPTION_UNKNOWN', /demo has no option --sed/, /Did you mean --seed\?/],
  [['-x', 'file'], 'E_OPTION_UNKNOWN', /no option -x/, /watertight demo --help/],
  [['file', '--seed'], 'E_OPTION_VALUE', /--seed needs a value/, /--seed TEXT/],
  [['file', '--seed', '--json'], 'E_OPTION_VALUE', /--seed needs a value/, /--seed=VALUE/],
  [['file', '--seed='], 'E_OPTION_VALUE', /--seed needs a value/, /--seed TEXT/],
  [['file', '--json=yes'], 'E_OPTION_VALUE', /--json takes no value/, /alone/],
  [['file', '--seed', 'a', '--seed', 'b'], 'E_OPTION_TWICE', /--seed is given twice/, /Leave one/],
  [[], 'E_OPERAND', /demo needs FILE/, /--help/],
  [['a', 'b', 'c'], 'E_OPERAND', /does not know what to do with: b c/, /--help/],
])('%j is refused with %s', (args, code, message, hint) => {
  const [fault] = faultsOf(args)
  expect(fault).toMatchObject({ code, message: expect.stringMatching(message), hint: expect.stringMatching(hint) })
})

test('everything wrong with a command line is told at once', () => {
  expect(faultsOf(['--sed', '--json=1', '--defect']).map(({ code }) => code)).toEqual([
    'E_OPTION_UNKNOWN',
    'E_OPTION_VALUE',
    'E_OPTION_VALUE',
    'E_OPERAND',
  ])
})

test('the names of an object are no options', () => {
  expect(faultsOf(['file', '--constructor']).map(({ code }) => code)).toEqual(['E_OPTION_UNKNOWN'])
})

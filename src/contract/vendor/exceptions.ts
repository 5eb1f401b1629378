import { Ajv2020, type JSONSchemaType } from 'ajv/dist/2020.js'
import { Fault, throwFaults } from '../fault.ts'
import { readYamlFile, type YamlFile, type YamlPath } from '../yaml-file.ts'
import { shapeFaults } from '../yaml-shape.ts'
import type { Difference } from './difference.ts'

/** Differences that are meant, and why. */
interface Exception {
  /** Places, with `*` for one step and `**` for any number of steps. */
  readonly at: readonly string[]
  readonly what: readonly string[]
  readonly because: string
}

export interface Explained {
  readonly unexplained: readonly Difference[]
  /** Entries of the file that no difference needs any more. */
  readonly stale: readonly Fault[]
}

interface ExceptionFile {
  readonly exceptions: readonly Exception[]
}

const texts = { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } } as const

const shape: JSONSchemaType<ExceptionFile> = {
  type: 'object',
  required: ['exceptions'],
  additionalProperties: false,
  properties: {
    exceptions: {
      type: 'array',
      items: {
        type: 'object',
        required: ['at', 'what', 'because'],
        additionalProperties: false,
        properties: { at: texts, what: texts, because: { type: 'string', minLength: 1 } },
      },
    },
  },
}

/**
 * Sets the differences that the file explains apart from those it does not.
 * @throws Fault | Faults E_VENDOR_EXCEPTION, E_FILE_UNREADABLE, E_YAML_SYNTAX
 */
export function explainDifferences(differences: readonly Difference[], file: string): Explained {
  const yaml = readYamlFile(file)
  const entries = readExceptions(yaml).map(compileException)
  return {
    unexplained: differences.filter((difference) => !entries.some((entry) => entry.covers(difference))),
    stale: entries.flatMap((entry, index) => staleParts(entry, differences, yaml, ['exceptions', index])),
  }
}

function readExceptions(yaml: YamlFile): readonly Exception[] {
  const validate = new Ajv2020({ allErrors: true, verbose: true }).compile(shape)
  throwFaults(shapeFaults(yaml, validate, 'E_VENDOR_EXCEPTION'))
  return validate(yaml.value) ? yaml.value.exceptions : []
}

interface CompiledException {
  readonly exception: Exception
  covers(difference: Difference): boolean
}

function compileException(exception: Exception): CompiledException {
  const covers = ({ at, what }: Difference) =>
    exception.what.includes(what) && exception.at.some((place) => isAt(at, place))
  return { exception, covers }
}

function isAt(at: string, place: string): boolean {
  return stepsMatch(at.split('/'), place.split('/'))
}

function stepsMatch(steps: readonly string[], places: readonly string[]): boolean {
  const [place, ...morePlaces] = places
  const [step, ...moreSteps] = steps
  if (place === undefined || step === undefined) return place === step
  if (place === '**') return stepsMatch(moreSteps, morePlaces) || stepsMatch(moreSteps, places)
  return (place === '*' || place === step) && stepsMatch(moreSteps, morePlaces)
}

/** Each place and each difference of an exception must be needed by itself. */
function staleParts(entry: CompiledException, all: readonly Difference[], yaml: YamlFile, path: YamlPath): Fault[] {
  const covered = all.filter(entry.covers)
  const places = entry.exception.at.flatMap((place, index) =>
    covered.some(({ at }) => isAt(at, place)) ? [] : [staleFault(yaml, [...path, 'at', index])],
  )
  const words = entry.exception.what.flatMap((text, index) =>
    covered.some(({ what }) => what === text) ? [] : [staleFault(yaml, [...path, 'what', index])],
  )
  return [...places, ...words]
}

function staleFault(yaml: YamlFile, path: YamlPath): Fault {
  return new Fault('E_VENDOR_EXCEPTION_STALE', 'the documents no longer differ here', {
    place: yaml.place(path),
    hint: 'Delete the entry, or mend its place.',
  })
}

import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { throwFaults } from '../../../contract/fault.ts'
import { packagePath } from '../../../contract/package-path.ts'
import { isRecord } from '../../../contract/pointer.ts'
import { readYamlFile, type YamlPath } from '../../../contract/yaml-file.ts'
import { shapeFaults } from '../../../contract/yaml-shape.ts'
import type { GatewayDefinition } from './definition.ts'
import { definitionFaults } from './definition-faults.ts'
import { type ElementName, type RunName, visibleNames } from './names.ts'
import { templateFaults } from './template-faults.ts'

let compiled: ValidateFunction | undefined

/** @throws Fault | Faults E_FILE_UNREADABLE, E_YAML_SYNTAX, E_GATEWAY_FILE, E_GATEWAY_TEMPLATE with the place of every mistake */
export function readGatewayDefinition(path: string): GatewayDefinition {
  const yaml = readYamlFile(path)
  compiled ??= compile()
  throwFaults(
    shapeFaults(yaml, compiled, 'E_GATEWAY_FILE', 'scenarios/gateways/gateway.schema.json describes the file.'),
  )
  // The validator has just said that it has this shape.
  const definition = yaml.value as GatewayDefinition
  throwFaults([
    ...templatesOf(definition).flatMap(({ path: at, template, run, elements }) =>
      templateFaults(template, visibleNames(run, elements), yaml, at),
    ),
    ...definitionFaults(definition, yaml),
  ])
  return definition
}

interface PlacedTemplate {
  readonly path: YamlPath
  readonly template: unknown
  readonly run: readonly RunName[]
  readonly elements: readonly ElementName[]
}

const ofPrograms = ['here', 'node'] as const
const inRun = ['dir', 'port', 'origin', 'master-key'] as const
const inRequest = ['port', 'origin', 'master-key'] as const

function templatesOf(definition: GatewayDefinition) {
  const { command, environment, files, image, version, endpoints, model, headers, install } = definition
  const ofHere: readonly RunName[] = isRecord(install) ? [...ofPrograms, 'installed'] : ofPrograms
  // Nothing of this machine is in a container.
  const everywhere = image === undefined ? ofHere : []
  const inProcess = [...everywhere, ...inRun]
  return [
    { path: ['command'], template: command, run: inProcess, elements: [] },
    { path: ['environment'], template: environment, run: inProcess, elements: [] },
    ...Object.entries(files ?? {}).flatMap(([name, file]) =>
      Object.entries(file).map(([kind, template]: readonly [string, unknown]) => {
        return { path: ['files', name, kind], template, run: inProcess, elements: [] }
      }),
    ),
    { path: ['version', 'command'], template: version?.command, run: everywhere, elements: [] },
    { path: ['version', 'headers'], template: version?.headers, run: inRequest, elements: [] },
    { path: ['endpoints'], template: endpoints, run: inRequest, elements: ['route'] },
    { path: ['model'], template: model, run: inRequest, elements: ['route'] },
    { path: ['headers'], template: headers, run: inRequest, elements: ['route'] },
  ] satisfies readonly PlacedTemplate[]
}

/** The package's own schema: the same file that editors use. */
function compile(): ValidateFunction {
  const schema: object = JSON.parse(readFileSync(packagePath('scenarios', 'gateways', 'gateway.schema.json'), 'utf8'))
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, verbose: true })
  ajv.addFormat('regex', isRegularExpression)
  return ajv.compile(schema)
}

function isRegularExpression(source: string): boolean {
  try {
    new RegExp(source)
    return true
  } catch {
    return false
  }
}

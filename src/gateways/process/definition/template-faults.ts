import { Fault } from '../../../contract/fault.ts'
import { isRecord } from '../../../contract/pointer.ts'
import { nameHint } from '../../../contract/suggest.ts'
import type { YamlFile, YamlPath } from '../../../contract/yaml-file.ts'
import { choices, lists, namesOfElement, type VisibleNames, wholeValues } from './names.ts'
import { placeholders } from './render.ts'

/** What a template can be wrong about, with the place of each mistake. */
export function templateFaults(template: unknown, names: VisibleNames, yaml: YamlFile, path: YamlPath): Fault[] {
  if (typeof template === 'string') return textFaults(template, names, yaml, path)
  if (Array.isArray(template)) {
    return template.flatMap((item, index) => templateFaults(item, names, yaml, [...path, index]))
  }
  if (!isRecord(template)) return []
  const word = Object.keys(template).find((key) => /^\$(?!\$)/.test(key))
  if (word === undefined) {
    return Object.entries(template).flatMap(([key, item]) => templateFaults(item, names, yaml, [...path, key]))
  }
  const form = '$each' in template ? each : '$by' in template ? by : undefined
  if (form === undefined) return [unknownWord(word, yaml, path)]
  return [...form.faults(template, names, yaml, path), ...strayKeys(template, form.keys, yaml, path)]
}

interface Form {
  readonly keys: readonly string[]
  readonly faults: (template: Readonly<Record<string, unknown>>, ...rest: Rest) => Fault[]
}
type Rest = readonly [names: VisibleNames, yaml: YamlFile, path: YamlPath]

const each: Form = {
  keys: ['$each', '$key', '$value'],
  faults: (template, names, yaml, path) => {
    const list = String(template['$each'])
    const element = lists.get(list)
    if (element === undefined || (list.startsWith('route.') && !names.has('route.alias'))) {
      return [fault(`there is no list ${list} here`, yaml, [...path, '$each'], nameHint(list, listsWith(names)))]
    }
    if (!('$value' in template)) return [fault('"$value" is missing', yaml, path, 'Say what each element becomes.')]
    const inside = new Set([...names, ...namesOfElement(element)])
    return ['$key', '$value'].flatMap((key) => templateFaults(template[key], inside, yaml, [...path, key]))
  },
}

const by: Form = {
  keys: ['$by', '$cases', '$else'],
  faults: (template, names, yaml, path) => {
    const name = String(template['$by'])
    const values = names.has(name) ? choices.get(name) : undefined
    const cases = template['$cases']
    if (values === undefined) {
      const known = [...choices.keys()].filter((each) => names.has(each))
      return [fault(`there is nothing to choose by ${name} here`, yaml, [...path, '$by'], hintOf(name, known))]
    }
    if (!isRecord(cases))
      return [fault('"$cases" is missing', yaml, path, `Write one for each of: ${values.join(', ')}.`)]
    return [
      ...Object.keys(cases)
        .filter((value) => !values.includes(value))
        .map((value) => fault(`${name} is never ${value}`, yaml, [...path, '$cases', value], nameHint(value, values))),
      ...Object.entries(cases).flatMap(([value, item]) =>
        templateFaults(item, names, yaml, [...path, '$cases', value]),
      ),
      ...templateFaults(template['$else'], names, yaml, [...path, '$else']),
    ]
  },
}

function textFaults(text: string, names: VisibleNames, yaml: YamlFile, path: YamlPath): Fault[] {
  return [...text.matchAll(placeholders)].flatMap(([whole, name = '']) => {
    if (whole.startsWith('$$')) return []
    if (!names.has(name)) {
      const hint = hintOf(name, [...names])
      return [
        fault(`there is nothing called \${${name}} here`, yaml, path, `${hint} Write $\${ for the text \${ itself.`),
      ]
    }
    if (!wholeValues.has(name) || whole === text) return []
    return [fault(`\${${name}} is not a text and has to stand alone`, yaml, path, `Write the value as "\${${name}}".`)]
  })
}

function strayKeys(template: object, known: readonly string[], yaml: YamlFile, path: YamlPath): Fault[] {
  return Object.keys(template)
    .filter((key) => !known.includes(key))
    .map((key) =>
      fault(`"${key}" does not belong beside "${known[0]}"`, yaml, [...path, key], hintOf(key, known), true),
    )
}

function unknownWord(word: string, yaml: YamlFile, path: YamlPath): Fault {
  const hint = `${hintOf(word, ['$each', '$by'])} Write $${word} for a member that is called ${word}.`
  return fault(`"${word}" means nothing in a template`, yaml, [...path, word], hint, true)
}

function listsWith(names: VisibleNames): readonly string[] {
  return [...lists.keys()].filter((list) => !list.startsWith('route.') || names.has('route.alias'))
}

function hintOf(name: string, known: readonly string[]): string {
  return known.length === 0 ? 'It is known only below "$each: routes".' : nameHint(name, known)
}

function fault(message: string, yaml: YamlFile, path: YamlPath, hint: string, key = false): Fault {
  return new Fault('E_GATEWAY_TEMPLATE', message, { place: yaml.place(path, { key }), hint })
}

import type { QueryContract, Violation } from './contract.ts'
import type { WrittenParameter } from './document/parameters.ts'
import type { Documents } from './document/read-documents.ts'
import { pointerOf } from './pointer.ts'
import { readFields } from './read-fields.ts'
import type { Judge } from './refusal/judge.ts'
import type { CompiledSchema } from './schema/compile.ts'

export interface CompiledParameter extends Pick<WrittenParameter, 'name' | 'required' | 'schema'> {
  readonly compiled: CompiledSchema
}

/** The parameters of an operation, judged like the fields of a body: with the same rules, in the same words. */
export function queryContract(
  documents: Documents,
  parameters: readonly CompiledParameter[],
  judge: Judge,
): QueryContract {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]))
  const known = [...byName.keys()]
  const required = parameters.filter((parameter) => parameter.required)
  return {
    read: (query) => readFields(documents, fieldsOf(query), (name) => byName.get(name)?.schema),
    judge: (query, options = {}) => {
      const violations = violationsOf(query)
      return violations.length === 0 ? null : judge(query, violations, options)
    },
  }

  function violationsOf(query: Readonly<Record<string, unknown>>): readonly Violation[] {
    const sent = Object.entries(query)
    if (sent.length === 0 && required.length === 0) return []
    const missing = required.filter(({ name }) => !Object.hasOwn(query, name))
    return [
      ...missing.map(({ name }) => violation('required', name, 'required parameter is missing', {})),
      ...sent.flatMap(([name, value]) => {
        const parameter = byName.get(name)
        if (parameter === undefined) return [violation('additionalProperties', name, 'unknown parameter', { known })]
        return parameter.compiled
          .violations(value)
          .map((found) => ({ ...found, pointer: pointerOf([name]) + found.pointer }))
      }),
    ]
  }
}

/** Of a name that comes again the last counts, unless it ends with `[]`: openai/openai-dotnet#1254. */
function fieldsOf(query: URLSearchParams): { readonly name: string; readonly value: string }[] {
  const fields = [...query].map(([name, value]) => ({ name, value }))
  const last = new Map(fields.map((field) => [field.name, field]))
  return fields.filter((field) => field.name.endsWith('[]') || last.get(field.name) === field)
}

function violation(keyword: string, name: string, message: string, params: Violation['params']): Violation {
  return { keyword, pointer: pointerOf([name]), message, params }
}

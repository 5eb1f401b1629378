import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Operation, ProviderContract } from './contract.ts'
import { below, type Cursor, rootOf } from './document/cursor.ts'
import { readOperations, type WrittenOperation } from './document/operations.ts'
import { type Documents, follow, readDocuments } from './document/read-documents.ts'
import { Fault, throwFaults } from './fault.ts'
import { operationMatcher } from './match.ts'
import { compileOperation } from './operation.ts'
import { explainRule } from './refusal/explain-rule.ts'
import { operationJudge } from './refusal/judge.ts'
import { type RefusalBook, readRefusalBook } from './refusal/read-rules.ts'
import { type SchemaCompiler, schemaCompiler } from './schema/compile.ts'
import { lintSchema } from './schema/lint.ts'
import { schemaRoots } from './schema/walk.ts'
import { type ProviderId, providerIds } from './surface.ts'
import { shownPath } from './yaml-file.ts'

const ruleFile = 'refusals.yaml'
const modelFile = 'models.yaml'
/** Files of a provider that describe no operations: differences to the vendor's own document, versions of an address. */
const otherFiles: readonly string[] = ['vendor-exceptions.yaml', 'api-versions.yaml']

/**
 * Every provider contract below `root`, one folder each.
 * @throws Fault | Faults E_CONTRACT_*, E_FILE_UNREADABLE, E_YAML_SYNTAX
 */
export function loadContracts(root: string): ReadonlyMap<ProviderId, ProviderContract> {
  return new Map(providerIds.map((id) => [id, loadProviderContract(join(root, id))]))
}

/**
 * Reads, checks and compiles the contract in a folder that is named as its provider: every OpenAPI document directly
 * in it, what those refer to, `refusals.yaml` and `models.yaml`.
 * @throws Fault | Faults E_CONTRACT_*, E_FILE_UNREADABLE, E_YAML_SYNTAX: everything that is wrong, at once
 */
export function loadProviderContract(dir: string): ProviderContract {
  const id = providerOf(dir)
  const documents = readDocuments(documentFiles(dir))
  const entries = [...documents.all.keys()].filter((uri) => isDirectlyIn(dir, uri))
  const written = readOperations(documents, entries)
  const roots = [...documents.all.values()].flatMap((document) => schemaRoots(rootOf(document)))
  const reading = readRefusalBook({ rules: join(dir, ruleFile), models: join(dir, modelFile) }, id)
  const compiler = schemaCompiler(documents, roots)
  throwFaults([
    ...documents.faults,
    ...written.faults,
    ...emptyContract(dir, written.operations),
    ...roots.flatMap(lintSchema),
    ...roots.flatMap((root) => compiler.metaFaults(root)),
    ...reading.faults,
  ])
  const operations = compileOperations(written.operations, documents, compiler, reading.book)
  const rules = reading.book.rules.map((rule) => explainRule(rule, reading.book.families))
  return { id, operations, rules, match: operationMatcher(operations) }
}

function providerOf(dir: string): ProviderId {
  const name = basename(dir)
  const id = providerIds.find((one) => one === name)
  if (id !== undefined) return id
  throw new Fault('E_CONTRACT_PROVIDER', `unknown provider "${name}"`, {
    hint: `Name the folder after one of ${providerIds.join(', ')}.`,
  })
}

function documentFiles(dir: string): string[] {
  if (!existsSync(dir)) {
    throw new Fault('E_CONTRACT_EMPTY', `there is no folder ${shownPath(dir)}`, {
      hint: 'Give the folder of a provider contract.',
    })
  }
  const isDocument = (name: string) => name.endsWith('.yaml') && ![ruleFile, modelFile, ...otherFiles].includes(name)
  return readdirSync(dir)
    .filter(isDocument)
    .sort()
    .map((name) => join(dir, name))
}

function isDirectlyIn(dir: string, uri: string): boolean {
  return pathToFileURL(join(dir, basename(fileURLToPath(uri)))).href === uri
}

function emptyContract(dir: string, operations: readonly WrittenOperation[]): Fault[] {
  if (operations.length > 0) return []
  return [
    new Fault('E_CONTRACT_EMPTY', `no operation is described in ${shownPath(dir)}`, {
      hint: 'Add an OpenAPI document with paths.',
    }),
  ]
}

function compileOperations(
  written: readonly WrittenOperation[],
  documents: Documents,
  compiler: SchemaCompiler,
  book: RefusalBook,
): Operation[] {
  const faults: Fault[] = []
  const operations = written.flatMap((one) => {
    const fieldOrder = fieldOrderOf(documents, one.request)
    const judge = operationJudge(book, { surface: one.surface, fieldOrder })
    try {
      return [compileOperation(one, { compile: (at) => compiler.compile(at), fieldOrder, judge })]
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault
      faults.push(fault)
      return []
    }
  })
  throwFaults(faults)
  return operations
}

function fieldOrderOf(documents: Documents, request: Cursor | undefined): readonly string[] {
  if (request === undefined) return []
  const order = below(follow(documents, request), 'x-field-order').value
  return Array.isArray(order) ? order.map(String) : []
}

import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FormReader, Operation, ProviderContract, QueryContract } from './contract.ts'
import { type ContractFiles, contractFiles, packageContractFiles, preparedPath } from './contract-files.ts'
import { below, type Cursor } from './document/cursor.ts'
import { readOperations, type WrittenOperation, type WrittenRequest } from './document/operations.ts'
import { type Documents, follow, readDocuments } from './document/read-documents.ts'
import { Fault, throwFaults } from './fault.ts'
import { operationMatcher } from './match.ts'
import { compileOperation } from './operation.ts'
import { packagePath } from './package-path.ts'
import { queryContract } from './query.ts'
import { readFields } from './read-fields.ts'
import { explainRule } from './refusal/explain-rule.ts'
import { operationJudge } from './refusal/judge.ts'
import { type RefusalBook, type RefusalBookReader, refusalBookReader } from './refusal/read-rules.ts'
import { type SchemaCompiler, schemaCompiler } from './schema/compile.ts'
import { type ProviderId, providerIds } from './surface.ts'
import { shownPath } from './yaml-file.ts'

const ruleFile = 'refusals.yaml'
const modelFile = 'models.yaml'
/** Files of a provider that describe no operations: differences to the vendor's own document, versions of an address. */
const otherFiles: readonly string[] = ['vendor-exceptions.yaml', 'api-versions.yaml']

/**
 * Every provider contract below `root`, one folder each. What they share is read and compiled once, and what the build
 * has already found sound is only compiled, at its first use.
 * @throws Fault | Faults E_CONTRACT_*, E_FILE_UNREADABLE, E_YAML_SYNTAX
 */
export function loadContracts(
  root: string,
  preparedAt: string | undefined = preparedPath,
): ReadonlyMap<ProviderId, ProviderContract> {
  const { contracts } = load(foldersOf(root), filesOf(root, preparedAt))
  return new Map(contracts.map((contract) => [contract.id, contract]))
}

/** What the build goes on with when contracts are sound. */
export interface SoundContracts {
  readonly documents: Documents
  /** Every schema that is judged by. */
  readonly schemas: readonly Cursor[]
}

/** Checks every provider contract below `root` in full, whatever was prepared of it. @throws as `loadContracts` */
export function checkContracts(root: string): SoundContracts {
  return load(foldersOf(root), contractFiles(root, undefined))
}

function foldersOf(root: string): string[] {
  return providerIds.map((id) => join(root, id))
}

/**
 * Reads, checks and compiles the contract in a folder that is named as its provider: every OpenAPI document directly
 * in it, what those refer to, `refusals.yaml` and `models.yaml`.
 * @throws Fault | Faults E_CONTRACT_*, E_FILE_UNREADABLE, E_YAML_SYNTAX: everything that is wrong, at once
 */
export function loadProviderContract(dir: string, preparedAt: string | undefined = preparedPath): ProviderContract {
  const [contract] = load([dir], contractFiles(dirname(dir), preparedAt)).contracts
  if (contract === undefined) throw new Error('one folder is one contract')
  return contract
}

/** Those of the package are read once for everybody. */
function filesOf(root: string, preparedAt: string | undefined): ContractFiles {
  const isPackage = root === packagePath('contracts') && preparedAt === preparedPath
  return isPackage ? packageContractFiles() : contractFiles(root, preparedAt)
}

interface Loaded extends SoundContracts {
  readonly contracts: readonly ProviderContract[]
}

function load(dirs: readonly string[], files: ContractFiles): Loaded {
  const folders = dirs.map((dir) => ({ dir, id: providerOf(dir), paths: documentFiles(dir) }))
  const documents = readDocuments(
    folders.flatMap(({ paths }) => paths),
    files,
  )
  const readBook = refusalBookReader(files)
  const readings = folders.map((folder) => readFolder(folder, documents, readBook))
  const compiler = schemaCompiler(documents, files)
  throwFaults([
    ...documents.faults,
    ...readings.flatMap(({ faults }) => faults),
    ...(files.proven ? [] : compiler.faults()),
    ...readings.flatMap(({ bookFaults }) => bookFaults),
  ])
  const contracts = readings.map(({ id, written, book }) => {
    const operations = compileOperations(written, documents, compiler, book)
    const rules = book.rules.map((rule) => explainRule(rule, book.families))
    return { id, operations, rules, match: operationMatcher(operations) }
  })
  return { contracts, documents, schemas: compiler.schemas }
}

interface Folder {
  readonly dir: string
  readonly id: ProviderId
  /** Of the OpenAPI documents directly in it. */
  readonly paths: readonly string[]
}

interface FolderReading {
  readonly id: ProviderId
  readonly written: readonly WrittenOperation[]
  readonly book: RefusalBook
  readonly faults: readonly Fault[]
  readonly bookFaults: readonly Fault[]
}

function readFolder({ dir, id, paths }: Folder, documents: Documents, readBook: RefusalBookReader): FolderReading {
  const { operations, faults } = readOperations(
    documents,
    paths.map((path) => pathToFileURL(path).href),
  )
  const reading = readBook({ rules: join(dir, ruleFile), models: join(dir, modelFile) }, id)
  return {
    id,
    written: operations,
    book: reading.book,
    faults: [...faults, ...emptyContract(dir, operations)],
    bookFaults: reading.faults,
  }
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
    const fieldOrder = fieldOrderOf(documents, one.request?.schema)
    const judge = operationJudge(book, { surface: one.surface, fieldOrder })
    const form = formReader(documents, one.request)
    try {
      const query = compileQuery(one, documents, compiler, book)
      return [compileOperation(one, { compile: (at) => compiler.compile(at), fieldOrder, query, form, judge })]
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault
      faults.push(fault)
      return []
    }
  })
  throwFaults(faults)
  return operations
}

/** The surfaces tell bodies apart; the rules that are for all of them are for parameters as well. */
function compileQuery(
  { query }: WrittenOperation,
  documents: Documents,
  compiler: SchemaCompiler,
  book: RefusalBook,
): QueryContract {
  const parameters = query.map((one) => ({ ...one, compiled: compiler.compile(one.schema) }))
  const fieldOrder = query.map(({ name }) => name)
  return queryContract(documents, parameters, operationJudge(book, { surface: undefined, fieldOrder }))
}

function formReader(documents: Documents, request: WrittenRequest | undefined): FormReader | undefined {
  if (request?.type !== 'multipart/form-data') return undefined
  const properties = below(follow(documents, request.schema), 'properties')
  return (fields) => readFields(documents, fields, (name) => below(properties, name))
}

function fieldOrderOf(documents: Documents, request: Cursor | undefined): readonly string[] {
  if (request === undefined) return []
  const order = below(follow(documents, request), 'x-field-order').value
  return Array.isArray(order) ? order.map(String) : []
}

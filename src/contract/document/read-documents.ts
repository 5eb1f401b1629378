import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Fault } from '../fault.ts'
import { readYamlFile, shownPath, type YamlFile } from '../yaml-file.ts'
import { below, type ContractDocument, type Cursor, placeOf, rootOf, stepsOf } from './cursor.ts'

/** The documents of a contract and everything they refer to, by `file:` URL. */
export interface Documents {
  readonly all: ReadonlyMap<string, ContractDocument>
  /** References that lead nowhere. */
  readonly faults: readonly Fault[]
}

/** Where documents come from. Of proven ones it is known that every reference leads somewhere. */
export interface DocumentSource {
  read(path: string): YamlFile
  readonly proven: boolean
}

const fromDisk: DocumentSource = { read: readYamlFile, proven: false }

/**
 * Reads the files and, transitively, every file that a `$ref` names.
 * @throws Fault E_FILE_UNREADABLE for a file of `paths`; Fault | Faults E_YAML_SYNTAX
 */
export function readDocuments(paths: readonly string[], { read, proven }: DocumentSource = fromDisk): Documents {
  const all = new Map<string, ContractDocument>()
  const refs: Cursor[] = []
  const pending = paths.map((path) => pathToFileURL(path).href)
  for (let uri = pending.pop(); uri !== undefined; uri = pending.pop()) {
    if (all.has(uri)) continue
    const document = { uri, yaml: read(fileURLToPath(uri)) }
    all.set(uri, document)
    const own = references(document)
    refs.push(...own)
    for (const ref of own) {
      const file = fileOf(ref)
      if (file !== undefined && existsSync(fileURLToPath(file))) pending.push(file)
    }
  }
  return { all, faults: proven ? [] : refs.flatMap((ref) => brokenRef(all, ref)) }
}

/** The value that the cursor's `$ref` names, through any number of references; itself when it has none. */
export function follow(documents: Documents, at: Cursor): Cursor {
  const seen = new Set<unknown>()
  let target = at
  for (
    let ref = below(target, '$ref');
    typeof ref.value === 'string' && !seen.has(ref.value);
    ref = below(target, '$ref')
  ) {
    seen.add(ref.value)
    const next = targetOf(documents.all, ref)
    if (next === undefined) return target
    target = next
  }
  return target
}

function references(document: ContractDocument): Cursor[] {
  const found: Cursor[] = []
  // One path for all: every value of every document is passed on each start, and few are references.
  const path: (string | number)[] = []
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return
    for (const [key, member] of Object.entries(value)) {
      path.push(Array.isArray(value) ? Number(key) : key)
      if (key === '$ref' && typeof member === 'string') found.push({ document, path: [...path], value: member })
      else visit(member)
      path.pop()
    }
  }
  visit(document.yaml.value)
  return found
}

function fileOf(ref: Cursor): string | undefined {
  const url = URL.parse(String(ref.value), ref.document.uri)
  if (url?.protocol !== 'file:') return undefined
  url.hash = ''
  return url.href
}

function targetOf(all: ReadonlyMap<string, ContractDocument>, ref: Cursor): Cursor | undefined {
  const document = all.get(fileOf(ref) ?? '')
  if (document === undefined) return undefined
  const target = below(rootOf(document), ...stepsOf(String(ref.value).split('#')[1] ?? ''))
  return target.value === undefined ? undefined : target
}

function brokenRef(all: ReadonlyMap<string, ContractDocument>, ref: Cursor): Fault[] {
  if (targetOf(all, ref) !== undefined) return []
  const file = fileOf(ref)
  const shown = file === undefined ? 'a file of the contract' : shownPath(fileURLToPath(file))
  return [
    new Fault('E_CONTRACT_REF', `nothing stands at the reference "${ref.value}"`, {
      place: placeOf(ref),
      hint: `Refer to a value that exists in ${shown}.`,
    }),
  ]
}

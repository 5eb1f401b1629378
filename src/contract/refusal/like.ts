import { basename, dirname, join } from 'node:path'
import type { Evidence } from '../contract.ts'
import { Fault } from '../fault.ts'
import { nameHint } from '../suggest.ts'
import type { YamlFile, YamlPath } from '../yaml-file.ts'

/** A rule or a model family: something that a file of each provider lists. */
export interface Listable {
  readonly id: string
  readonly evidence: readonly Evidence[]
}

/**
 * Written out; like the one that another provider has: `like: openai/wrong-type`; or all that another provider has and
 * this file does not: `like: openai/*`.
 */
export type Entry<T> = T | (Partial<T> & Likeness)

interface Likeness {
  readonly like: string
  /** Of all: ids that are not taken over. */
  readonly except?: readonly string[]
}

/** A file with a list of entries. */
export interface EntryFile<T> {
  readonly path: string
  readonly yaml: YamlFile
  /** Where in it the list stands. */
  readonly list: string
  readonly entries: readonly Entry<T>[]
  /** The entries of another file of this kind; none when it is none. */
  read(path: string): readonly Entry<T>[]
}

export interface Resolved<T> {
  /** In order; none at all when there are faults. */
  readonly entries: readonly T[]
  readonly faults: readonly Fault[]
}

/**
 * Writes out every entry. What stands beside `like` takes the place of what the other provider's entry says, and without
 * evidence of its own it is a conclusion from there.
 * @throws Fault E_FILE_UNREADABLE; Fault | Faults E_YAML_SYNTAX
 */
export function resolveLikes<T extends Listable>(file: EntryFile<T>): Resolved<T> {
  const faults: Fault[] = []
  const elsewhere = otherFiles(file)
  const own = new Set(file.entries.map(idOf))
  const entries = file.entries.flatMap((entry, index) => {
    if (!isLike(entry)) return [entry]
    if (entry.like.endsWith('/*')) return allBut(new Set([...own, ...(entry.except ?? [])]), entry.like, elsewhere)
    const found = likeOf(entry, elsewhere, file.yaml, [file.list, index, 'like'])
    if (!(found instanceof Fault)) return [found]
    faults.push(found)
    return []
  })
  return faults.length === 0 ? { entries, faults } : { entries: [], faults }
}

function idOf<T extends Listable>(entry: Entry<T>): string {
  return entry.id ?? (isLike(entry) ? (entry.like.split('/')[1] ?? '') : '')
}

function allBut<T extends Listable>(known: ReadonlySet<string>, like: string, elsewhere: OtherFiles<T>): T[] {
  const [provider = ''] = like.split('/')
  return elsewhere(provider)
    .filter(({ id }) => !known.has(id))
    .map((entry) => ({ ...entry, evidence: concludedFrom(`${provider}/${entry.id}`) }))
}

function concludedFrom(source: string): readonly Evidence[] {
  return [{ kind: 'inferred', source }]
}

function isLike<T extends Listable>(entry: Entry<T>): entry is Partial<T> & Likeness {
  return 'like' in entry
}

/** The entries that are written out in the file of the same name of a provider, each file read once. */
type OtherFiles<T> = (provider: string) => readonly T[]

function otherFiles<T extends Listable>({ path, read }: EntryFile<T>): OtherFiles<T> {
  const known = new Map<string, readonly T[]>()
  return (provider) => {
    const entries =
      known.get(provider) ??
      read(join(dirname(path), '..', provider, basename(path))).flatMap((entry) => (isLike(entry) ? [] : [entry]))
    known.set(provider, entries)
    return entries
  }
}

function likeOf<T extends Listable>(
  { like, ...own }: Partial<T> & Likeness,
  elsewhere: OtherFiles<T>,
  yaml: YamlFile,
  path: YamlPath,
): T | Fault {
  const [provider = '', id = ''] = like.split('/')
  const entries = elsewhere(provider)
  const found = entries.find((entry) => entry.id === id)
  if (found !== undefined) return { ...found, evidence: concludedFrom(like), ...own }
  return new Fault('E_CONTRACT_LIKE', `nothing is written out as "${like}"`, {
    place: yaml.place(path),
    hint: nameHint(
      like,
      entries.map((entry) => `${provider}/${entry.id}`),
    ),
  })
}

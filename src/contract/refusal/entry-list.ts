import type { SchemaObject } from 'ajv/dist/2020.js'
import type { ContractFiles } from '../contract-files.ts'
import type { Fault } from '../fault.ts'
import { isRecord } from '../pointer.ts'
import { newAjv } from '../schema/load-ajv.ts'
import type { YamlFile } from '../yaml-file.ts'
import { shapeFaults } from '../yaml-shape.ts'
import { type Entry, type Listable, type Resolved, resolveLikes } from './like.ts'

/** The list of a file, every entry written out. */
export interface EntryList<T> extends Resolved<T> {
  readonly yaml: YamlFile
}

/** A kind of file with a list of entries. */
export interface EntryFileKind {
  /** The member that holds the list. */
  readonly list: string
  readonly shape: SchemaObject
  /** Of a fault in the shape. */
  readonly code: string
}

type Lists<T> = Readonly<Record<string, readonly Entry<T>[]>>

/**
 * Reads files of one kind. Their shape is checked, unless the build has done it.
 * @throws Fault E_FILE_UNREADABLE; Fault | Faults E_YAML_SYNTAX
 */
export function entryListReader<T extends Listable>(
  { list, shape, code }: EntryFileKind,
  files: ContractFiles,
): (path: string) => EntryList<T> {
  const check = files.proven ? { fits: isLists<T>, faults: () => [] } : shapeCheck<T>(shape, code)
  const entriesOf = ({ value }: YamlFile) => (check.fits(value) ? (value[list] ?? []) : [])
  return (path) => {
    const yaml = files.read(path)
    const read = (other: string) => entriesOf(files.read(other))
    const { entries, faults } = resolveLikes({ path, yaml, list, entries: entriesOf(yaml), read })
    return { yaml, entries, faults: [...check.faults(yaml), ...faults] }
  }
}

interface ShapeCheck<T> {
  fits(value: unknown): value is Lists<T>
  faults(yaml: YamlFile): readonly Fault[]
}

function shapeCheck<T>(shape: SchemaObject, code: string): ShapeCheck<T> {
  const fits = newAjv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile<Lists<T>>(shape)
  return { fits, faults: (yaml) => shapeFaults(yaml, fits, code) }
}

/** Of a file that has been checked before. */
function isLists<T>(value: unknown): value is Lists<T> {
  return isRecord(value)
}

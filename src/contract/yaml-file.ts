import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { relative } from 'node:path'
import type { Document } from 'yaml'
import { Fault, type Place, throwFaults } from './fault.ts'
import { once } from './once.ts'

/** The parser, loaded with its first use: who reads what a build has parsed has no need of it. */
const yaml = once((): typeof import('yaml') => createRequire(import.meta.url)('yaml'))

export type YamlPath = readonly (string | number)[]

/** A YAML file whose every value still knows its line. */
export interface YamlFile {
  /** As shown in messages: relative to the working directory when below it. */
  readonly file: string
  readonly text: string
  readonly value: unknown
  /** The place of the value at `path`, of its key with `key: true`; of its nearest ancestor when it is absent. */
  place(path: YamlPath, options?: { readonly key?: boolean }): Place
}

/** @throws Fault E_FILE_UNREADABLE */
export function readYamlFile(path: string): YamlFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Fault('E_FILE_UNREADABLE', `cannot read ${shownPath(path)}`, {
      hint: 'Check the path and its permissions.',
      cause,
    })
  }
  return parseYaml(text, shownPath(path))
}

/**
 * Duplicate keys, bad indentation, unknown tags and unresolved aliases are errors, as the `yaml` package finds them.
 * @throws Fault | Faults E_YAML_SYNTAX
 */
export function parseYaml(text: string, file: string): YamlFile {
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const doc = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  throwFaults(
    [...doc.errors, ...doc.warnings].map((error) => {
      const { line, col } = lines.linePos(error.pos[0])
      return new Fault('E_YAML_SYNTAX', error.message, { place: { file, line, col } })
    }),
  )
  return {
    file,
    text,
    value: doc.toJS({ maxAliasCount: 100 }),
    place: (path, options) => {
      const { line, col } = lines.linePos(offsetOf(doc, path, options?.key ?? false))
      return { file, line, col }
    },
  }
}

function offsetOf(doc: Document, path: YamlPath, wantKey: boolean): number {
  const { isNode } = yaml()
  for (let length = path.length; length >= 0; length--) {
    const head = path.slice(0, length)
    const keyOffset = wantKey && length === path.length ? offsetOfKey(doc, head) : undefined
    if (keyOffset !== undefined) return keyOffset
    const node = head.length === 0 ? doc.contents : doc.getIn(head, true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

function offsetOfKey(doc: Document, path: YamlPath): number | undefined {
  const { isMap, isNode, isPair } = yaml()
  const parent = path.length === 1 ? doc.contents : doc.getIn(path.slice(0, -1), true)
  if (!isMap(parent)) return undefined
  const wanted = String(path.at(-1))
  const pair = parent.items.find((item) => isPair(item) && String(item.key) === wanted)
  return isNode(pair?.key) && pair.key.range ? pair.key.range[0] : undefined
}

/** Machine paths stay out of messages where the file is below the working directory. */
export function shownPath(path: string): string {
  const below = relative(process.cwd(), path)
  return below === '' || below.startsWith('..') ? path : below
}

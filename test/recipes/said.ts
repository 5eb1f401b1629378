import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import { commands } from '../../src/cli/commands.ts'
import { shellCommand } from '../../src/cli/shell-words.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { isRecord } from '../../src/contract/pointer.ts'

const inImage = 'node /app/dist/src/cli/main.js '
const names: readonly string[] = commands.map(({ name }) => name)

/** What a recipe says to Watertight, in the order of the file, as a shell would be told: `npx watertight run …`. */
export function said(path: string): readonly string[] {
  const documents = parseAllDocuments(readFileSync(packagePath('.ci', 'recipes', path), 'utf8'))
  return documents.flatMap((document) => linesIn(document.toJS()))
}

function linesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return lineOf(value)
  if (Array.isArray(value)) {
    return isCommand(value) ? [`npx watertight ${shellCommand(value.map(String))}`] : value.flatMap(linesIn)
  }
  return isRecord(value) ? Object.values(value).flatMap(linesIn) : []
}

/** What a container is started with: words for the program that its image is. */
function isCommand(value: readonly unknown[]): boolean {
  return names.includes(String(value[0])) && value.every((each) => typeof each === 'string')
}

function lineOf(text: string): readonly string[] {
  const line = text.trim().replace(`exec ${inImage}`, 'exec npx watertight ')
  return line.includes('npx watertight ') ? [line] : []
}

/** The words of a line behind the program's name, as far as it is one command; what a shell fills in stays as it is. */
export function wordsOf(line: string): readonly string[] {
  const [, own = ''] = /npx watertight (.*?)(?: \|\| .*)?$/s.exec(line) ?? []
  return [...own.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replaceAll(/["']/g, ''))
}

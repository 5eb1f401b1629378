import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { Fault, Faults, faultLine } from '../../src/contract/fault.ts'
import { loadProviderContract } from '../../src/contract/load-contract.ts'

/** A small contract that loads: one operation with a closed request, one rule, one model family. */
export const soundFiles: Readonly<Record<string, string>> = {
  'things.yaml': `openapi: 3.1.0
info: { title: Things, version: '1' }
paths:
  /v1/things:
    post:
      operationId: createThing
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Thing' }
      responses:
        '200':
          description: made
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Thing' }
  /v1/things/{id}:
    get:
      operationId: readThing
      responses: {}
components:
  schemas:
    Thing:
      type: object
      required: [name]
      properties:
        name: { type: string, minLength: 2 }
        size: { type: integer }
      additionalProperties: false
`,
  'refusals.yaml': `rules:
  - id: anything
    title: Any departure
    phase: fields
    on: { keyword: '*' }
    message: "{path} is wrong"
    param: '{path}'
    code: wrong
    evidence: [{ kind: inferred, source: this test }]
    examples: []
`,
  'models.yaml': `families:
  - id: all
    names: ['*']
    wording: modern
    reasoning: false
    evidence: [{ kind: inferred, source: this test }]
`,
}

/** Writes a contract folder that is gone when the test is over. @returns its path */
export function contractFolder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'contract-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const dir = join(root, 'openai')
  for (const [name, text] of Object.entries(files)) {
    const path = join(dir, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return dir
}

/** What loading says about the sound contract with one change: one line a fault, without hints and folder. */
export function faultsWith(file: string, search: string, replacement: string): string[] {
  const text = soundFiles[file] ?? ''
  if (!text.includes(search)) throw new Error(`the sound ${file} has no ${search}`)
  return loadFaults({ ...soundFiles, [file]: text.replace(search, replacement) })
}

/** As above, for whole files. */
export function loadFaults(files: Readonly<Record<string, string>>): string[] {
  const dir = contractFolder(files)
  try {
    loadProviderContract(dir)
    return []
  } catch (error) {
    const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : undefined
    if (faults === undefined) throw error
    return faults.map((fault) => faultLine(fault).split('\n')[0]?.replace(`${dir}/`, '') ?? '')
  }
}

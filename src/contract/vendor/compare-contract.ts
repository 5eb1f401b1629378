import { pathToFileURL } from 'node:url'
import { below, type Cursor, rootOf } from '../document/cursor.ts'
import { readOperations, type WrittenOperation } from '../document/operations.ts'
import { type Documents, readDocuments } from '../document/read-documents.ts'
import { Fault, throwFaults } from '../fault.ts'
import { type Difference, differencesOf } from './difference.ts'

/**
 * How the request bodies of our OpenAPI documents depart from a vendor's own.
 * @param vendorFile an OpenAPI document whose paths are ours without `/v1`, which stands in its server's address
 * @throws Fault | Faults E_VENDOR_DOCUMENT, E_CONTRACT_*, E_FILE_UNREADABLE, E_YAML_SYNTAX
 */
export function compareContract(files: readonly string[], vendorFile: string): Difference[] {
  const ours = readDocuments(files)
  const vendor = readDocuments([vendorFile])
  const written = readOperations(
    ours,
    files.map((file) => pathToFileURL(file).href),
  )
  throwFaults([...ours.faults, ...vendor.faults, ...written.faults])
  const seen = new Set<string>()
  return written.operations.flatMap((operation) => requestDifferences(operation, ours, vendor, seen))
}

function requestDifferences(
  operation: WrittenOperation,
  ours: Documents,
  vendor: Documents,
  seen: Set<string>,
): Difference[] {
  const { id, request } = operation
  if (request === undefined) return []
  const theirs = vendorRequest(operation, vendor)
  return differencesOf(id, { documents: ours, schemas: [request] }, { documents: vendor, schemas: [theirs] }, seen)
}

function vendorRequest({ method, path }: WrittenOperation, vendor: Documents): Cursor {
  const steps = [
    'paths',
    path.replace(/^\/v1/, ''),
    method.toLowerCase(),
    'requestBody',
    'content',
    'application/json',
    'schema',
  ]
  for (const document of vendor.all.values()) {
    const schema = below(rootOf(document), ...steps)
    if (schema.value !== undefined) return schema
  }
  throw new Fault('E_VENDOR_DOCUMENT', `the vendor's document has no JSON request body for ${method} ${path}`, {
    hint: "Give the vendor's own OpenAPI document.",
  })
}

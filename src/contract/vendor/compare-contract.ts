import { pathToFileURL } from 'node:url'
import { below, type Cursor, lastStep, members, rootOf } from '../document/cursor.ts'
import { readOperations, type WrittenOperation } from '../document/operations.ts'
import { readQuery, type WrittenParameter } from '../document/parameters.ts'
import { type Documents, readDocuments } from '../document/read-documents.ts'
import { Fault, throwFaults } from '../fault.ts'
import { type Difference, differencesOf } from './difference.ts'

/**
 * How the request bodies and the query parameters of our OpenAPI documents depart from a vendor's own.
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
  return written.operations.flatMap((operation) => {
    const theirs = vendorOperation(operation, vendor)
    return [
      ...queryDifferences(operation, theirs, ours, vendor, seen),
      ...requestDifferences(operation, theirs, ours, vendor, seen),
    ]
  })
}

interface VendorOperation {
  readonly item: Cursor
  readonly operation: Cursor
}

function requestDifferences(
  { id, method, path, request }: WrittenOperation,
  theirs: VendorOperation | undefined,
  ours: Documents,
  vendor: Documents,
  seen: Set<string>,
): Difference[] {
  if (request === undefined) return []
  const schema = theirs && below(theirs.operation, 'requestBody', 'content', request.type, 'schema')
  if (schema?.value === undefined) {
    throw new Fault('E_VENDOR_DOCUMENT', `the vendor's document has no ${request.type} body for ${method} ${path}`, {
      hint: "Give the vendor's own OpenAPI document.",
    })
  }
  return differencesOf(
    id,
    { documents: ours, schemas: [request.schema] },
    { documents: vendor, schemas: [schema] },
    seen,
  )
}

function queryDifferences(
  { id, query }: WrittenOperation,
  theirs: VendorOperation | undefined,
  ours: Documents,
  vendor: Documents,
  seen: Set<string>,
): Difference[] {
  const other = theirs === undefined ? [] : vendorQuery(vendor, theirs)
  const names = new Set([...query, ...other].map(({ name }) => name))
  return [...names].flatMap((name) => {
    const [mine, its] = [query, other].map((side) => side.find((one) => one.name === name))
    const at = `${id}?${name}`
    if (mine === undefined) return [{ at, kind: 'property', what: 'lacks the parameter' }]
    if (its === undefined) return [{ at, kind: 'property', what: 'adds the parameter' }]
    return differencesOf(
      at,
      { documents: ours, schemas: [mine.schema] },
      { documents: vendor, schemas: [its.schema] },
      seen,
    )
  })
}

/** A vendor's parameters may say more than ours are allowed to. */
function vendorQuery(vendor: Documents, { item, operation }: VendorOperation): readonly WrittenParameter[] {
  return readQuery(vendor, item, operation, [])
}

function vendorOperation({ method, path }: WrittenOperation, vendor: Documents): VendorOperation | undefined {
  for (const document of vendor.all.values()) {
    const item = members(below(rootOf(document), 'paths')).find((one) => lastStep(one) === path.replace(/^\/v1/, ''))
    const operation = item && below(item, method.toLowerCase())
    if (item !== undefined && operation?.value !== undefined) return { item, operation }
  }
  return undefined
}

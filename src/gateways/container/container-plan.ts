import type { Readiness } from '../process/readiness.ts'

/** A gateway as a container. Data only: everything is made, started and probed by `startGatewayContainer`. */
export interface ContainerPlan {
  /** As messages call it. */
  readonly name: string
  /** `ghcr.io/owner/gateway:1.2.3`; pulled where the engine does not have it. */
  readonly image: string
  /** What the program of the image is given; empty: what the image says itself. */
  readonly args: readonly string[]
  /** Besides what the image sets. */
  readonly environment: Readonly<Record<string, string>>
  /** Path to text, for everybody in the container to read. */
  readonly files: Readonly<Record<string, string>>
  readonly readiness: Readiness
  /** How to get the image, as an imperative sentence. */
  readonly install: string
}

/** Inside of the container: what its files are below. */
export const containerFolder = '/watertight'

import { readFileSync } from 'node:fs'
import { getContainerRuntimeClient, ImageName } from 'testcontainers'

const manifest: { readonly version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
)

/** Without an engine or the image nothing is tested, and nothing that is not tested may look passed. */
export async function setup(): Promise<void> {
  const image = `watertight:${manifest.version}`
  const client = await getContainerRuntimeClient().catch((cause: unknown) => {
    throw new Error('NOTHING WAS TESTED: the container tests need an engine; .ci/containers brings one', { cause })
  })
  if (await client.image.exists(ImageName.fromString(image))) return
  throw new Error(`NOTHING WAS TESTED: there is no image ${image}; .ci/base-image makes it`)
}

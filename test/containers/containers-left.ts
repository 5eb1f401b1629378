import { getContainerRuntimeClient } from 'testcontainers'

/** Of this project's images, in any state. */
export async function containersLeft(): Promise<readonly string[]> {
  const { container } = await getContainerRuntimeClient()
  const all = await container.dockerode.listContainers({ all: true })
  return all.filter(({ Image }) => Image.startsWith('watertight')).map(({ Names, State }) => `${Names.join()} ${State}`)
}

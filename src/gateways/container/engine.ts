import { createServer } from 'node:net'
import type { ContainerRuntimeClient } from 'testcontainers'
import { Fault } from '../../contract/fault.ts'

export type Engine = Pick<ContainerRuntimeClient, 'container'>

/**
 * A container on the network of its host reaches the fakes only where that host is this machine. Within a container it is
 * known by the address of the engine's bridge, which is one of this machine where the engine is started in it.
 * @throws Fault E_CONTAINER_ENGINE
 */
export async function checkEngine<Client extends Pick<ContainerRuntimeClient, 'info'>>(
  client: Client,
): Promise<Client> {
  const { host } = client.info.containerRuntime
  if (await isOurs(host)) return client
  throw new Fault('E_CONTAINER_ENGINE', `the container engine runs on ${host}, from where no fake can be reached`, {
    hint: 'Use an engine of this machine: unset DOCKER_HOST, or run watertight where the engine is.',
  })
}

/** A bridge without containers is in no list of interfaces, but who can listen there is the machine that has it. */
function isOurs(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host, port: 0 }, () => server.close(() => resolve(true)))
  })
}

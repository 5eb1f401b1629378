import { Fault } from '../../../contract/fault.ts'
import { pointerOf, valueAt } from '../../../contract/pointer.ts'
import type { YamlFile, YamlPath } from '../../../contract/yaml-file.ts'
import type { GatewayDefinition } from './definition.ts'

/** What a file of the right shape can still be wrong about, with the place of each mistake. */
export function definitionFaults(definition: GatewayDefinition, yaml: YamlFile): Fault[] {
  return [startFaults, urlFaults, claimFaults, endpointFaults, identityFaults, fileFaults, versionFaults].flatMap(
    (find) =>
      find(definition).map(({ message, hint, path, key = false }) => {
        return new Fault('E_GATEWAY_FILE', message, { place: yaml.place(path, { key }), hint })
      }),
  )
}

interface Mistake {
  readonly message: string
  readonly hint: string
  readonly path: YamlPath
  readonly key?: true
}

function startFaults(definition: GatewayDefinition): Mistake[] {
  const { command, image, url } = definition
  const isStarted = command !== undefined || image !== undefined
  if (isStarted === (url !== undefined)) {
    const hint =
      'Write command: […] for a program to start, image: … for a container, or url: http://127.0.0.1:4000 for one that runs already.'
    return [
      { message: 'a gateway has either a command, an image or a url', hint, path: url === undefined ? [] : ['url'] },
    ]
  }
  if (url !== undefined) {
    return strayFaults(definition, ['install', 'port', 'environment', 'version.command'], 'runs already', 'url')
  }
  if (image === undefined) return []
  return strayFaults(definition, ['install.kind', 'version.command'], 'is started in a container', 'image')
}

function strayFaults(definition: GatewayDefinition, names: readonly string[], how: string, instead: string): Mistake[] {
  return names
    .map((name) => name.split('.'))
    .filter((path) => valueAt(definition, pointerOf(path)) !== undefined)
    .map((path) => ({
      message: `"${path.join('.')}" is about a program of this machine, and this gateway ${how}`,
      hint: `Leave it out, or write command: […] instead of ${instead}.`,
      path,
      key: true,
    }))
}

/** Nothing but this machine is ever contacted. */
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

function urlFaults({ url }: GatewayDefinition): Mistake[] {
  if (url === undefined || (URL.canParse(url) && loopback.test(new URL(url).hostname))) return []
  const hint = 'Write an address of this machine, such as http://127.0.0.1:4000; a tunnel or a forwarded port is one.'
  return [{ message: `${url} is not on this machine`, hint, path: ['url'] }]
}

const surfacePrefix = 'surface:'

function claimFaults({ endpoints, features }: GatewayDefinition): Mistake[] {
  return features.flatMap((feature, index) => {
    if (!feature.startsWith(surfacePrefix)) return []
    const surface = feature.slice(surfacePrefix.length)
    if (Object.hasOwn(endpoints, surface)) return []
    const hint = `Write endpoints: { ${surface}: "\${origin}/…" }, or leave the feature out.`
    return [{ message: `${feature} is claimed, but has no endpoint`, hint, path: ['features', index] }]
  })
}

function endpointFaults({ endpoints, features }: GatewayDefinition): Mistake[] {
  return Object.keys(endpoints)
    .filter((surface) => !features.some((feature) => feature === `${surfacePrefix}${surface}`))
    .map((surface) => ({
      message: `${surface} has an endpoint, but is not claimed`,
      hint: `Add ${surfacePrefix}${surface} to features, or leave the endpoint out.`,
      path: ['endpoints', surface],
      key: true,
    }))
}

function identityFaults({ addressing, features }: GatewayDefinition): Mistake[] {
  const index = features.indexOf('virtual-users')
  if (addressing !== 'transparent' || index === -1) return []
  const message = 'clients of a transparent gateway have the key of the provider, and no identity'
  return [{ message, hint: 'Leave virtual-users out, or choose addressing: alias.', path: ['features', index] }]
}

/** Below its own directory, wherever that is. */
const filePath = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.@+-]+(?:\/[\w.@+-]+)*$/

function fileFaults({ files = {} }: GatewayDefinition): Mistake[] {
  const hint = 'Write letters, digits, dots, dashes and slashes, without .. and without a slash at the beginning.'
  return Object.keys(files)
    .filter((name) => !filePath.test(name))
    .map((name) => ({ message: `${name} is no path below its directory`, hint, path: ['files', name], key: true }))
}

function versionFaults({ version }: GatewayDefinition): Mistake[] {
  if (version === undefined || (version.command === undefined) !== (version.path === undefined)) return []
  const hint = 'Write version: { command: […], matches: … } or version: { path: /…, matches: … }.'
  return [{ message: 'a version is told either by a command or at a path', hint, path: ['version'] }]
}

/**
 * What a gateway may see of our environment: where programs are. No proxy settings, no credentials, no configuration of
 * the operator's own gateways; its home and its temporary files are in its own directory.
 * @param path PATH of the operator
 * @param own what the adapter names for its gateway; wins
 */
export function scrubbedEnvironment(
  directory: string,
  path: string | undefined,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  return { PATH: path ?? '/usr/bin:/bin', HOME: directory, TMPDIR: directory, LANG: 'C.UTF-8', ...own }
}

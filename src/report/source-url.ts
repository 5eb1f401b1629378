/** Where a source is read: `owner/repo#n` on GitHub, an address as it is; `undefined` for anything else. */
export function sourceUrl(source: string): string | undefined {
  const issue = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(source)
  if (issue) return `https://github.com/${issue[1]}/issues/${issue[2]}`
  return /^https:\/\//.test(source) ? source : undefined
}

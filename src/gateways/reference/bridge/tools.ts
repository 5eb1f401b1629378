import { keep, lift, type Rewrite, type Rewrites, rewriteList, rewriteTagged, type TaggedRewrites } from './rewrite.ts'

/** Chat keeps a tool's description one level deeper. */
const tools: TaggedRewrites = {
  function: { type: keep, function: lift({ name: keep, description: keep, parameters: keep, strict: keep }) },
  custom: { type: keep, custom: lift({ name: keep, description: keep, format: formatOfCustomTool }) },
}

const customFormats: TaggedRewrites = {
  text: { type: keep },
  grammar: { type: keep, grammar: lift({ syntax: keep, definition: keep }) },
}

const namedTools: Readonly<Record<'function' | 'custom', Rewrites>> = {
  function: { type: keep, function: lift({ name: keep }) },
  custom: { type: keep, custom: lift({ name: keep }) },
}

const toolChoices: TaggedRewrites = {
  ...namedTools,
  allowed_tools: { type: keep, allowed_tools: lift({ mode: keep, tools: listOf(namedTools) }) },
}

export const responsesTools: Rewrite = (value, { name, at, lost }) => {
  return { [name]: value === null ? null : rewriteList(value, tools, at, lost) }
}

export const responsesToolChoice: Rewrite = (value, { name, at, lost }) => {
  if (typeof value === 'string' || value === null) return { [name]: value }
  const choice = rewriteTagged(value, toolChoices, at, lost)
  return choice ? { [name]: choice } : {}
}

function formatOfCustomTool(value: unknown, { name, at, lost }: Parameters<Rewrite>[1]): ReturnType<Rewrite> {
  const format = rewriteTagged(value, customFormats, at, lost)
  return format ? { [name]: format } : {}
}

function listOf(kinds: TaggedRewrites): Rewrite {
  return (value, { name, at, lost }) => ({ [name]: rewriteList(value, kinds, at, lost) })
}

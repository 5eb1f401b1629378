import { textPieces } from './deltas.ts'

/** Log probabilities of a text, one token a piece. @param alternatives how many were asked for; ours knows the token alone */
export function tokenLogprobs(text: string, alternatives: number): readonly object[] {
  return textPieces(text).map((token) => {
    const itself = { token, logprob: -0.125, bytes: [...Buffer.from(token)] }
    return { ...itself, top_logprobs: alternatives > 0 ? [itself] : [] }
  })
}

interface Finding {
  readonly filtered: boolean
  readonly severity: 'safe' | 'low' | 'medium' | 'high'
}

export type FilterResults = Readonly<Record<'hate' | 'self_harm' | 'sexual' | 'violence', Finding>>

const safe: Finding = { filtered: false, severity: 'safe' }

/** What the content filter finds in a harmless text. */
export const safeResults: FilterResults = { hate: safe, self_harm: safe, sexual: safe, violence: safe }

/** Of a completion, where protected texts are looked for as well. */
export const completionResults: object = {
  ...safeResults,
  protected_material_text: { filtered: false, detected: false },
}

/** What it finds in a text that it does not let pass. */
export const filteredResults: FilterResults = {
  hate: safe,
  self_harm: safe,
  sexual: { filtered: true, severity: 'high' },
  violence: safe,
}

/** Of a prompt, where jailbreaks are looked for as well. */
export const promptFilterResults: readonly object[] = [
  { prompt_index: 0, content_filter_results: { ...safeResults, jailbreak: { detected: false, filtered: false } } },
]

/** As the provider shows a wrong key: eight letters, a star for each hidden one, four letters; a short key in full. */
export function maskedKey(key: string): string {
  return key.length <= 12 ? key : key.slice(0, 8) + '*'.repeat(key.length - 12) + key.slice(-4)
}

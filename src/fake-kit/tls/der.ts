/** ASN.1 in its distinguished encoding (X.690), as far as a certificate needs it. Every function gives a whole element. */

const longForm = 0x80

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthBytes(content.length), content])
}

function lengthBytes(length: number): Buffer {
  if (length < longForm) return Buffer.from([length])
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.from([longForm | bytes.length, ...bytes])
}

export function sequence(...members: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(members))
}

export function setOf(member: Buffer): Buffer {
  return element(0x31, member)
}

export function truth(): Buffer {
  return element(0x01, Buffer.from([0xff]))
}

/** @param magnitude big-endian, without sign, at least a byte */
export function integer(magnitude: Buffer): Buffer {
  const first = magnitude.findIndex((byte) => byte !== 0)
  const shortest = first === -1 ? Buffer.from([0]) : magnitude.subarray(first)
  const isNegative = ((shortest[0] ?? 0) & 0x80) !== 0
  return element(0x02, isNegative ? Buffer.concat([Buffer.from([0]), shortest]) : shortest)
}

/** @param dotted `2.5.4.3` */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(value: number): readonly number[] {
  const septets = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) septets.unshift(128 | (rest % 128))
  return septets
}

export function utf8(text: string): Buffer {
  return element(0x0c, Buffer.from(text))
}

export function octets(bytes: Buffer): Buffer {
  return element(0x04, bytes)
}

/** @param unused how many of the last bits do not count */
export function bits(bytes: Buffer, unused = 0): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([unused]), bytes]))
}

/** To the second; before 2050 the year has two digits, as RFC 5280 §4.1.2.5 wants it. */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replaceAll(/\D/g, '')}Z`
  return date.getUTCFullYear() < 2050 ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits))
}

/** `[number]` around whole elements. */
export function explicit(number: number, content: Buffer): Buffer {
  return element(0xa0 | number, content)
}

/** `[number]` in place of the tag of a simple element. */
export function implicit(number: number, content: Buffer): Buffer {
  return element(0x80 | number, content)
}

import fc, { type Arbitrary } from 'fast-check'

/** Sound bytes with a few of them replaced, lost or put in. */
export function damagedBytes(sound: Buffer): Arbitrary<Buffer<ArrayBuffer>> {
  const damage = fc.record({ at: fc.nat(sound.length - 1), lost: fc.nat(20), put: fc.uint8Array({ maxLength: 6 }) })
  return fc
    .array(damage, { minLength: 1, maxLength: 4 })
    .map((damages) =>
      damages.reduce<Buffer<ArrayBuffer>>(
        (bytes, { at, lost, put }) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + lost)]),
        Buffer.from(sound),
      ),
    )
}

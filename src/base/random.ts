/**
 * Seeded randomness: sfc32 (Chris Doty-Humphrey's small fast counter, 128 bits of state). The same seed gives the
 * same ids, keys and choices everywhere; nothing here is fit for cryptography.
 */
export interface Random {
  readonly seed: number;
  /** A whole number in [0, 2³²). */
  uint32(): number;
  /** A whole number in [0, bound). */
  below(bound: number): number;
  /** Lower-case hex digits. */
  hex(digits: number): string;
}

export function seededRandom(seed: number): Random {
  let a = seed >>> 0;
  let b = Math.floor(seed / 0x100000000) >>> 0;
  let c = 0x9e3779b9;
  let counter = 1;
  const uint32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) uint32();
  return {
    seed,
    uint32,
    below: (bound) => Math.floor((uint32() / 0x100000000) * bound),
    hex: (digits) => {
      let text = "";
      while (text.length < digits) text += uint32().toString(16).padStart(8, "0");
      return text.slice(0, digits);
    },
  };
}

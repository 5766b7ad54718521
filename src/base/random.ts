/**
 * Seeded randomness: sfc32 (Chris Doty-Humphrey's small fast counter, 128 bits of state). The same seed gives the
 * same ids, keys and choices everywhere; nothing here is fit for cryptography.
 */
export interface Random {
  readonly seed: number;
  /** Where the stream is: `resumedRandom` goes on from there. */
  state(): RandomState;
  /** A whole number in [0, 2³²). */
  uint32(): number;
  /** A whole number in [0, bound). */
  below(bound: number): number;
  /** Lower-case hex digits. */
  hex(digits: number): string;
}

/** The four words of sfc32. The last counts what was drawn, so it differs wherever two states of one stream do. */
export type RandomState = readonly [number, number, number, number];

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
/** The eight digits of a word. */
const hexOf = (word: number): string =>
  `${BYTES[word >>> 24]}${BYTES[(word >>> 16) & 255]}${BYTES[(word >>> 8) & 255]}${BYTES[word & 255]}`;

export function seededRandom(seed: number): Random {
  const random = resumedRandom(seed, [seed >>> 0, Math.floor(seed / 0x100000000) >>> 0, 0x9e3779b9, 1]);
  for (let i = 0; i < 15; i++) random.uint32();
  return random;
}

/** The stream of this seed, from where `state` says on. */
export function resumedRandom(seed: number, state: RandomState): Random {
  let [a, b, c, counter] = state;
  const uint32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  return {
    seed,
    state: () => [a, b, c, counter],
    uint32,
    below: (bound) => Math.floor((uint32() / 0x100000000) * bound),
    hex: (digits) => {
      let text = "";
      while (text.length < digits) text += hexOf(uint32());
      return text.length === digits ? text : text.slice(0, digits);
    },
  };
}

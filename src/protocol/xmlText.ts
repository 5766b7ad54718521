/**
 * Character data of XML, and whether all that was written of it is ASCII: then the length of an answer in characters is
 * its length in bytes, and nobody need go through all of it again to count them. What writers write around texts (tags,
 * numbers, dates) is ASCII always.
 */
const SPECIAL = /[&<>\r]|[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const MARKUP = /[&<>\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };
/** All but XML 1.0 §2.2's Char: controls, half surrogates, two non-characters. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
/** What needs a closer look: markup, controls, and all beyond ASCII. */
const UNUSUAL = /[^\u0020-\u0025\u0027-\u003b\u003d\u003f-\u007e]/;

let ascii = true;

/** Begins a text of its own; the answer says what was known of the one around it. */
export function startAscii(): boolean {
  const before = ascii;
  ascii = true;
  return before;
}

/** Whether all that `emitText` has written since `startAscii` is ASCII. */
export const isAllAscii = (): boolean => ascii;

/** Takes a text that was made apart into this one. */
export function resumeAscii(part: boolean): void {
  ascii &&= part;
}

/** Character data. What XML cannot say at all, not even escaped, becomes U+FFFD. */
export function emitText(text: string): string {
  if (!UNUSUAL.test(text)) return text;
  const written = SPECIAL.test(text)
    ? text.replace(UNWRITABLE, "\ufffd").replace(MARKUP, (character) => ESCAPES[character] as string)
    : text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  ascii &&= /^[\x00-\x7f]*$/.test(written);
  return written;
}

/** A value or the reason there is none. Parsers return it so that no bytes can throw. */
export type Result<T, E = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const err = <E>(reason: E): { readonly ok: false; readonly reason: E } => ({ ok: false, reason });

/** Pages of a list, cut where the caller says; the token tells what is listed and where the next page begins. */
export interface Cut<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly next: string | undefined;
}

/** `refuse` is told of a token that was not handed out for this kind of list. */
export function cutPage<T>(
  items: readonly T[],
  kind: string,
  most: number,
  token: string | undefined,
  refuse: (token: string) => never,
): Cut<T> {
  const start = token === undefined ? 0 : (startOf(kind, token) ?? refuse(token));
  const end = start + most;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(`${kind} ${end}`).toString("base64url") : undefined,
  };
}

function startOf(kind: string, token: string): number | undefined {
  const [named, start = ""] = Buffer.from(token, "base64url").toString("utf8").split(" ");
  return named === kind && /^\d{1,9}$/.test(start) ? Number(start) : undefined;
}

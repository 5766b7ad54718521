/** Maps and sets that count their changes: who has gone through all of one knows by the count whether it is what it was. */

export class CountedMap<K, V> extends Map<K, V> {
  changes = 0;

  override set(key: K, value: V): this {
    if (this.get(key) === value && value !== undefined) return this;
    this.changes++;
    return super.set(key, value);
  }

  override delete(key: K): boolean {
    const had = super.delete(key);
    if (had) this.changes++;
    return had;
  }

  override clear(): void {
    this.changes++;
    super.clear();
  }
}

export class CountedSet<T> extends Set<T> {
  changes = 0;

  override add(value: T): this {
    if (this.has(value)) return this;
    this.changes++;
    return super.add(value);
  }

  override delete(value: T): boolean {
    const had = super.delete(value);
    if (had) this.changes++;
    return had;
  }

  override clear(): void {
    this.changes++;
    super.clear();
  }
}

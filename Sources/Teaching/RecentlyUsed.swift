/// Keeps values up to a total cost and forgets the one unused for longest.
struct RecentlyUsed<Key: Hashable, Value> {
  private var entries: [Key: (value: Value, cost: Int, used: UInt64)] = [:]
  private var clock: UInt64 = 0
  private var total = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  subscript(key: Key) -> Value? {
    mutating get {
      guard let entry = entries[key] else { return nil }
      clock += 1
      entries[key]?.used = clock
      return entry.value
    }
  }

  mutating func insert(_ value: Value, for key: Key, cost: Int) {
    remove(key)
    clock += 1
    entries[key] = (value, cost, clock)
    total += cost
    while total > limit, entries.count > 1,
      let oldest = entries.min(by: { $0.value.used < $1.value.used })?.key
    {
      remove(oldest)
    }
  }

  private mutating func remove(_ key: Key) {
    if let old = entries.removeValue(forKey: key) { total -= old.cost }
  }
}

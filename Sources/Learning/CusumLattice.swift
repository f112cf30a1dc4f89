/// The exact chances of a cumulative sum that never falls below 0 and signals at a limit.
///
/// Each case moves the sum up with probability p or down. Between two returns to 0 the sum depends
/// only on how many ups and downs there were, so one sweep over those pairs gives the chance that an
/// excursion from 0 ends at its n-th case, by a return or by a signal; renewal at every return gives
/// the rest. The sums compared are exact to a tolerance of 1e-12.
struct CusumLattice: Sendable {
  /// Both above 0.
  let up: Double
  let down: Double
  let limit: Double

  /// How an excursion from 0 ends at its case 1, 2, ...
  struct Excursions {
    var returns: [Double] = []
    var signals: [Double] = []
  }

  func excursions(chanceUp p: Double, cases: Int) -> Excursions {
    var result = Excursions()
    // Index: ups so far. After n cases there were n - ups downs.
    var alive: [Double] = [1]
    var first = 0
    for n in 1...max(1, cases) {
      var next = [Double](repeating: 0, count: alive.count + 1)
      var (returned, signalled) = (0.0, 0.0)
      for (offset, chance) in alive.enumerated() where chance > 0 {
        for (rise, share) in [(1, p), (0, 1 - p)] {
          let ups = first + offset + rise
          let sum = Double(ups) * up - Double(n - ups) * down
          if sum >= limit - 1e-12 {
            signalled += chance * share
          } else if sum <= 1e-12 {
            returned += chance * share
          } else {
            next[offset + rise] += chance * share
          }
        }
      }
      result.returns.append(returned)
      result.signals.append(signalled)
      let lead = next.prefix { $0 == 0 }.count
      if lead == next.count { break }
      first += lead
      alive = Array(next[lead...(next.lastIndex { $0 > 0 } ?? lead)])
    }
    return result
  }

  /// The probability of a signal by case 1, 2, ... `cases`.
  func signalProbability(chanceUp p: Double, cases: Int) -> [Double] {
    guard cases > 0 else { return [] }
    let ends = excursions(chanceUp: p, cases: cases)
    // renewed[t]: the sum stands at 0 after case t without a signal before.
    var renewed = [1.0]
    var result: [Double] = []
    var signalled = 0.0
    for t in 1...cases {
      var (atZero, now) = (0.0, 0.0)
      for n in 1...min(t, ends.returns.count) {
        atZero += renewed[t - n] * ends.returns[n - 1]
        now += renewed[t - n] * ends.signals[n - 1]
      }
      renewed.append(atZero)
      signalled += now
      result.append(min(1, signalled))
    }
    return result
  }

  /// The mean number of cases until a signal; nil where it exceeds a million or has no end.
  func averageRunLength(chanceUp p: Double) -> Double? {
    let ends = excursions(chanceUp: p, cases: 100_000)
    let signalled = ends.signals.reduce(0, +)
    let ended = signalled + ends.returns.reduce(0, +)
    guard signalled > 0, ended > 1 - 1e-9 else { return nil }
    let length = zip(ends.returns, ends.signals).enumerated().reduce(0.0) {
      $0 + Double($1.offset + 1) * ($1.element.0 + $1.element.1)
    }
    let cases = length / signalled
    return cases <= 1e6 ? cases : nil
  }

  /// The lowest limit, to 1e-6, whose signals within `cases` stay within the risk.
  static func limit(up: Double, down: Double, chanceUp p: Double, cases: Int, risk: Double)
    -> Double
  {
    var (low, high) = (0.0, up * Double(cases + 1))
    while high - low > 1e-6 {
      let middle = (low + high) / 2
      let lattice = Self(up: up, down: down, limit: middle)
      let isSafe = (lattice.signalProbability(chanceUp: p, cases: cases).last ?? 0) <= risk
      if isSafe { high = middle } else { low = middle }
    }
    return high
  }
}

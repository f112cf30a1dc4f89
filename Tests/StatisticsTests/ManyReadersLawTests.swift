import Sonography
import Statistics
import Testing

/// Laws of the analyses of many readers, on drawn studies.
@Suite struct ManyReadersLawTests {
  /// Modalities × readers over the same cases; ratings 0...9, better on positive cases.
  private func study(
    _ seed: UInt64, modalities: Int = 2, readers: Int = 4, shift: Int = 2
  ) -> [[UStatistics.Reading]] {
    var random = SplitMix64(seed: seed)
    let (negatives, positives) = (
      Int.random(in: 8...20, using: &random), Int.random(in: 8...20, using: &random)
    )
    return (0..<modalities).map { _ in
      (0..<readers).map { _ in
        UStatistics.Reading(
          negative: (0..<negatives).map { _ in Double(Int.random(in: 0...7, using: &random)) },
          positive: (0..<positives).map { _ in
            Double(Int.random(in: 0...7, using: &random) + shift)
          })
      }
    }
  }

  private func figures(_ study: [[UStatistics.Reading]]) throws -> [[CaseFigure]] {
    try study.map { row in
      try row.map { reading in
        CaseFigure(
          try #require(
            ReceiverCurve(
              positive: reading.positive.compactMap(\.self),
              negative: reading.negative.compactMap(\.self))))
      }
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `swapping the modalities negates the difference and keeps p`(seed: UInt64) throws {
    let figures = try figures(study(seed))
    let forward = try ObuchowskiRockette(figures).randomReadersAndCases.get()
    let backward = try ObuchowskiRockette(figures.reversed()).randomReadersAndCases.get()
    #expect(abs(forward.differences[0].difference + backward.differences[0].difference) < 1e-12)
    #expect(abs(forward.p - backward.p) < 1e-9)
    // On one degree of freedom the F test and the t test of the one difference are the same.
    #expect(abs(forward.p - forward.differences[0].p) < 1e-9)
  }

  @Test(arguments: UInt64(1)...100)
  func `the order of cases and of readers changes nothing`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let study = study(seed)
    let order = study[0][0].negative.indices.shuffled(using: &random)
    let shuffled = study.map { row in
      row.reversed().map { reading in
        UStatistics.Reading(
          negative: order.map { reading.negative[$0] }, positive: reading.positive.reversed())
      }
    }
    let (a, b) = (
      try ObuchowskiRockette(figures(study)).randomReadersAndCases.get(),
      try ObuchowskiRockette(figures(shuffled)).randomReadersAndCases.get()
    )
    #expect(abs(a.p - b.p) < 1e-9)
    #expect(abs(a.ddf / b.ddf - 1) < 1e-9)
    let (c, d) = (try UStatistics(study), try UStatistics(shuffled))
    for (first, second) in zip(c.areas, d.areas) {
      let (one, other) = (first.unbiased.value, second.unbiased.value)
      #expect(abs((one?.variance ?? 0) - (other?.variance ?? 0)) < 1e-12)
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `averages of the jackknife covariances equal all of them written out`(seed: UInt64) throws {
    let figures = try figures(study(seed, modalities: 3, readers: 3))
    let analysis = try ObuchowskiRockette(figures)
    var sums: [String: (sum: Double, count: Double)] = [:]
    for (i, row) in figures.enumerated() {
      for (j, a) in row.enumerated() {
        for (k, other) in figures.enumerated() {
          for (l, b) in other.enumerated() {
            let kind = "\(i == k ? "same" : "other") modality, \(j == l ? "same" : "other") reader"
            let entry = sums[kind] ?? (0, 0)
            sums[kind] = (entry.sum + covariance(a, b), entry.count + 1)
          }
        }
      }
    }
    func average(_ kind: String) -> Double { sums[kind].map { $0.sum / $0.count } ?? .nan }
    let components = analysis.components
    #expect(abs(components.variance - average("same modality, same reader")) < 1e-15)
    #expect(abs(try components.cov1.get() - average("other modality, same reader")) < 1e-15)
    #expect(abs(try components.cov2.get() - average("same modality, other reader")) < 1e-15)
    #expect(abs(try components.cov3.get() - average("other modality, other reader")) < 1e-15)
  }

  /// The naive twin.
  private func covariance(_ a: CaseFigure, _ b: CaseFigure) -> Double {
    let (x, y) = (a.withoutCase ?? [], b.withoutCase ?? [])
    let n = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    return (n - 1) / n * zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
  }

  @Test(arguments: UInt64(1)...100)
  func `leaving out a case equals computing the area without it`(seed: UInt64) throws {
    let reading = study(seed)[0][0]
    let (positive, negative) = (
      reading.positive.compactMap(\.self), reading.negative.compactMap(\.self)
    )
    let left = try #require(ReceiverCurve(positive: positive, negative: negative)?.withoutCase)
    for index in positive.indices {
      var fewer = positive
      fewer.remove(at: index)
      #expect(abs(ReceiverCurve(positive: fewer, negative: negative)!.area - left[index]) < 1e-12)
    }
    for index in negative.indices {
      var fewer = negative
      fewer.remove(at: index)
      let area = ReceiverCurve(positive: positive, negative: fewer)!.area
      #expect(abs(area - left[positive.count + index]) < 1e-12)
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `moments by row equal moments over all pairs, with readings missing`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed &+ 1000)
    func thinned(_ ratings: [Double?]) -> [Double?] {
      ratings.map { Double.random(in: 0...1, using: &random) < 0.3 ? nil : $0 }
    }
    let study = study(seed, readers: 3).map { row in
      row.map { UStatistics.Reading(negative: thinned($0.negative), positive: thinned($0.positive)) }
    }
    let analysis = try UStatistics(study)
    for (moments, readings) in zip(analysis.moments, study) {
      let naive = naiveMoments(readings)
      for (got, expected) in zip(moments.unbiased, naive) where !expected.isNaN {
        #expect(abs(got - expected) < 1e-12)
      }
    }
  }

  /// The naive twin: the mean product over pairs of successes that share exactly what is named.
  private func naiveMoments(_ readings: [UStatistics.Reading]) -> [Double] {
    var wins: [(reader: Int, negative: Int, positive: Int, value: Double)] = []
    for (reader, reading) in readings.enumerated() {
      for (n, low) in reading.negative.enumerated() {
        for (p, high) in reading.positive.enumerated() {
          guard let low, let high else { continue }
          wins.append((reader, n, p, low < high ? 1 : low == high ? 0.5 : 0))
        }
      }
    }
    var sums = [(sum: Double, count: Double)](repeating: (0, 0), count: 8)
    for a in wins {
      for b in wins {
        let sharing = (a.reader == b.reader, a.negative == b.negative, a.positive == b.positive)
        let index =
          switch sharing {
          case (true, true, true): 0
          case (true, false, true): 1
          case (true, true, false): 2
          case (true, false, false): 3
          case (false, true, true): 4
          case (false, false, true): 5
          case (false, true, false): 6
          case (false, false, false): 7
          }
        sums[index].sum += a.value * b.value
        sums[index].count += 1
      }
    }
    return sums.map { $0.sum / $0.count }
  }

  @Test func `identical modalities and single readers say why there is no test`() throws {
    let figures = try figures(study(1))
    let same = try ObuchowskiRockette([figures[0], figures[0]])
    #expect(same.randomReadersAndCases.reason != nil)
    #expect(same.fixedReaders.reason != nil)
    let alone = try ObuchowskiRockette(figures.map { [$0[0]] })
    #expect(alone.randomReadersAndCases.reason != nil)
    #expect(alone.fixedReaders.value != nil)
    #expect(alone.components.cov2.reason != nil)
    #expect(throws: Undefined.self) { try UStatistics([]) }
    #expect(throws: Undefined.self) { try UStatistics([[]]) }
    let nothing = UStatistics.Reading(negative: [nil, nil], positive: [nil])
    #expect(throws: Undefined.self) { try UStatistics([[nothing]]) }
    let other = UStatistics.Reading(negative: [1], positive: [2])
    #expect(throws: Undefined.self) { try UStatistics([[nothing, other]]) }
    #expect(throws: Undefined.self) { try ObuchowskiRockette([[]]) }
    #expect(throws: Undefined.self) { try ObuchowskiRockette([figures[0], []]) }
    let single = CaseFigure(ReceiverCurve(positive: [1], negative: [0, 2])!)
    #expect(throws: Undefined.self) { try ObuchowskiRockette([[single, single]]) }
  }

  @Test(arguments: UInt64(1)...100)
  func `readers against one equal a second modality in which all are that one`(seed: UInt64) throws {
    // Kooi et al., 2016: replicating the one reader gives the same t, df and p.
    let row = try figures(study(seed, modalities: 1, readers: 5))[0]
    let (one, readers) = (row[0], Array(row.dropFirst()))
    let direct = try ReadersAgainstOne(readers, against: one)
    let doubled = try ObuchowskiRockette([readers, readers.map { _ in one }])
    let (a, b) = (
      try direct.randomReadersAndCases.get(), try doubled.randomReadersAndCases.get()
    )
    #expect(abs(a.t * a.t - b.f) < 1e-9 * b.f)
    #expect(abs(a.p - b.p) < 1e-9)
    #expect(abs(direct.difference - b.differences[0].difference) < 1e-12)
  }
}

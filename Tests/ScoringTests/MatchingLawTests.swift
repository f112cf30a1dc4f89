import Scoring
import Sonography
import Testing

/// Laws that hold for any marks and lesions, over a hundred seeds.
@Suite struct MatchingLawTests {
  private struct Scene {
    var lesions: [Lesion]
    var marks: [Mark]

    /// - Parameter apart: each lesion in its own quarter, so that no place lies on two of them.
    init(seed: UInt64, apart: Bool = false) {
      var random = SplitMix64(seed: seed)
      lesions = (0..<Int.random(in: 1...4, using: &random)).map { index in
        let (column, row) = (Double(index % 2), Double(index / 2))
        let place = { (side: Double, random: inout SplitMix64) in
          apart ? 100 + 200 * side : Double.random(in: 60...340, using: &random)
        }
        return Example.lesion(
          "l\(index)", x: place(column, &random), y: place(row, &random),
          radius: .random(in: 15...60, using: &random))
      }
      marks = (0..<Int.random(in: 0...8, using: &random)).map { index in
        Example.mark(
          "m\(index)", x: .random(in: 0...400, using: &random),
          y: .random(in: 0...400, using: &random), frame: .random(in: 0..<60, using: &random),
          rating: .random(in: 0...1, using: &random))
      }
    }

    func match(_ marks: [Mark]? = nil) -> LesionMatching {
      LesionMatching(
        marks ?? self.marks, to: lesions, in: [Example.view], rule: MatchingRule())
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `the order of the marks changes nothing`(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 1000)
    let scene = Scene(seed: seed)
    let (a, b) = (scene.match(), scene.match(scene.marks.shuffled(using: &random)))
    #expect(a.found == b.found)
    #expect(a.duplicates == b.duplicates)
    #expect(a.nonLesion.map { Set($0) } == b.nonLesion.map { Set($0) })
  }

  @Test(arguments: UInt64(1)...100)
  func `a duplicate of a mark that found a lesion changes no count`(seed: UInt64) {
    let scene = Scene(seed: seed, apart: true)
    let once = scene.match()
    let copies = once.found.values.map { mark in
      var copy = mark
      copy.id += "-again"
      return copy
    }
    let twice = scene.match(scene.marks + copies)
    #expect(twice.found.count == once.found.count)
    #expect(twice.nonLesion.count == once.nonLesion.count)
    #expect(twice.setAside.count == once.setAside.count + copies.count)
  }

  @Test(arguments: UInt64(1)...100)
  func `no smaller set of marks finds more, so raising a threshold never raises sensitivity`(
    seed: UInt64
  ) {
    let scene = Scene(seed: seed)
    let found = stride(from: 0.0, through: 1.0, by: 0.1).map { threshold in
      scene.match(scene.marks.filter { $0.rating.value >= threshold }).found.count
    }
    #expect(found == found.sorted(by: >))
  }

  @Test(arguments: UInt64(1)...100)
  func `every mark is found, set aside or stray, and only once`(seed: UInt64) {
    let scene = Scene(seed: seed)
    let matching = scene.match()
    let all =
      matching.found.values.map(\.id) + matching.setAside.map(\.id)
      + matching.nonLesion.flatMap { $0.map(\.id) }
    #expect(all.sorted() == scene.marks.map(\.id).sorted())
  }

  /// The naive twin: every way of pairing, tried one by one.
  @Test(arguments: UInt64(1)...100)
  func `no pairing finds more lesions, or as many at less distance`(seed: UInt64) {
    let scene = Scene(seed: seed)
    let matching = scene.match()
    let alone = scene.lesions.map { lesion in
      scene.marks.map { mark in
        LesionMatching([mark], to: [lesion], in: [Example.view], rule: MatchingRule())
          .found[lesion.id].map { distance($0, lesion) }
      }
    }
    let best = bestPairing(alone, from: 0, used: [])
    let total = scene.lesions.reduce(0.0) { sum, lesion in
      sum + (matching.found[lesion.id].map { distance($0, lesion) } ?? 0)
    }
    #expect(matching.found.count == best.count)
    #expect(abs(total - best.distance) < 1e-4)
  }

  private func distance(_ mark: Mark, _ lesion: Lesion) -> Double {
    Example.view.spacing!.distance(
      from: mark.shape.centre, to: lesion.views[0].outlines[0].contour.centroid
    ).value
  }

  private func bestPairing(
    _ costs: [[Double?]], from row: Int, used: Set<Int>
  ) -> (count: Int, distance: Double) {
    guard row < costs.count else { return (0, 0) }
    var best = bestPairing(costs, from: row + 1, used: used)
    for (column, cost) in costs[row].enumerated() where !used.contains(column) {
      guard let cost else { continue }
      let rest = bestPairing(costs, from: row + 1, used: used.union([column]))
      let candidate = (count: rest.count + 1, distance: rest.distance + cost)
      if candidate.count > best.count
        || (candidate.count == best.count && candidate.distance < best.distance)
      {
        best = candidate
      }
    }
    return best
  }
}

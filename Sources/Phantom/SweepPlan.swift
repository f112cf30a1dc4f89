/// A simulated recording as an author orders it. Same plan, same bytes.
package struct SweepPlan: Hashable, Sendable {
  package var seed: UInt64
  package var composition: Composition
  package var lesions: [LesionPlan]
  /// mm shown below the skin.
  package var depth: Float
  package var frames: Int
  package var frameRate: Double
  /// mm the probe travels, symmetrical about the middle.
  package var travel: Float

  package init(
    seed: UInt64, composition: Composition, lesions: [LesionPlan], depth: Float = 34,
    frames: Int = 80, frameRate: Double = 25, travel: Float = 22
  ) {
    self.seed = seed
    self.composition = composition
    self.lesions = lesions
    self.depth = depth
    self.frames = frames
    self.frameRate = frameRate
    self.travel = travel
  }

  private var breast: Breast { Breast(seed: seed, composition: composition, lesions: lesions) }
  private var preset: ScannerPreset { ScannerPreset(seed: seed, depth: depth) }

  /// The first plan, counting the seed up, whose labels show in a single picture of each lesion.
  ///
  /// A picture costs a twentieth of a loop, so most seeds that fail are sorted out here.
  package func drawn(attempts: Int = 12) throws(PhantomError) -> SweepPlan {
    var refusals: [String] = []
    for attempt in 0..<attempts {
      var plan = self
      plan.seed = seed &+ UInt64(attempt) &* 1009
      let problems = plan.stillProblems
      if problems.isEmpty { return plan }
      refusals.append(contentsOf: problems.map { "seed \(plan.seed): \($0)" })
    }
    throw .labelsNotShown(refusals)
  }

  /// What a picture through the middle of each lesion does not show.
  private var stillProblems: [String] {
    let breast = breast
    return lesions.enumerated().flatMap { index, lesion -> [String] in
      let scanner = Scanner(breast, preset: preset, along: lesion.along...lesion.along)
      let shot = scanner.render(Pose(y: lesion.along, strain: 0.02))
      guard let truth = shot.truth.first(where: { $0.lesion == index }), truth.isVisible else {
        return ["\(lesion.kind.diagnosis): cannot be seen"]
      }
      return LabelCheck(lesion, key: truth).problems
    }
  }

  package func rendered(progress: (Int) -> Void = { _ in }) -> SimulatedLoop {
    let half = travel / 2 + 1
    let scanner = Scanner(breast, preset: preset, along: -half...half)
    return SimulatedLoop(
      scanner, sweep: HandSweep(seed: seed, frames: frames, frameRate: frameRate, travel: travel),
      progress: progress)
  }
}

/// Why a simulated case cannot be made.
package enum PhantomError: Error, Hashable, CustomStringConvertible {
  /// One sentence per seed and label that failed.
  case labelsNotShown([String])

  package var description: String {
    switch self {
    case .labelsNotShown(let refusals):
      "the picture does not show the labels; change size, depth or seed: "
        + refusals.joined(separator: "; ")
    }
  }
}

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
  package var route: HandSweep.Route
  package var manner: HandSweep.Manner
  /// The machine's look; drawn when nil.
  package var look: MachineLook?
  package var faults: [Fault]

  package init(
    seed: UInt64, composition: Composition, lesions: [LesionPlan], depth: Float = 34,
    frames: Int = 80, frameRate: Double = 25, travel: Float = 22,
    route: HandSweep.Route = .parallel, manner: HandSweep.Manner = HandSweep.Manner(),
    look: MachineLook? = nil, faults: [Fault] = []
  ) {
    self.seed = seed
    self.composition = composition
    self.lesions = lesions
    self.depth = depth
    self.frames = frames
    self.frameRate = frameRate
    self.travel = travel
    self.route = route
    self.manner = manner
    self.look = look
    self.faults = faults
  }

  /// Everything in the order that cannot be, one sentence each; empty when it can be rendered.
  package var problems: [String] {
    var problems = preset.problems
    if !(1...3000).contains(frames) { problems.append("a sweep has 1 to 3000 frames, not \(frames)") }
    if !(frameRate >= 1 && frameRate <= 200) {
      problems.append("the frame rate is 1 to 200 a second, not \(frameRate)")
    }
    if !(travel >= 0 && travel <= 60) {
      problems.append("the probe travels 0 to 60 mm, not \(travel)")
    }
    problems += faults.compactMap { $0.problem(frames: frames) }
    if let compression = manner.compression, !(compression >= 0 && compression <= 0.2) {
      problems.append("compression is 0 to 0.2 of the depth, not \(compression)")
    }
    for (index, lesion) in lesions.enumerated() {
      let name = "lesion \(index + 1) (\(lesion.kind.diagnosis))"
      problems += lesion.problems.map { "\(name): \($0)" }
      if lesion.depth + 0.3 * lesion.size > depth {
        problems.append("\(name): lies below the \(depth) mm that are shown")
      }
      if lesion.size > 1.6 * min(lesion.depth, 32) + 10 {
        problems.append("\(name): \(lesion.size) mm does not fit into the breast at \(lesion.depth) mm depth")
      }
    }
    return problems
  }

  package var breast: Breast {
    Breast(seed: seed, composition: composition, lesions: turnedLesions).turned(by: route.heading)
  }

  /// Places are given in the picture; the breast holds them in its own frame.
  private var turnedLesions: [LesionPlan] {
    guard route == .antiradial else { return lesions }
    return lesions.map { lesion in
      var turned = lesion
      (turned.lateral, turned.along) = (-lesion.along, lesion.lateral)
      return turned
    }
  }

  /// The machine before any fault begins; a wrong depth is there from the start.
  package var preset: ScannerPreset {
    ScannerPreset(seed: seed, depth: depth, look: look).spoilt(by: faults.filter { $0.name == .depth })
  }

  package var sweep: HandSweep {
    HandSweep(
      seed: seed, frames: frames, frameRate: frameRate, travel: travel, route: route,
      manner: manner, faults: faults)
  }

  /// The first plan, counting the seed up, whose labels show in a single picture of each lesion.
  ///
  /// A picture costs a twentieth of a loop, so most seeds that fail are sorted out here.
  package func drawn(attempts: Int = 12) throws(PhantomError) -> SweepPlan {
    let problems = problems
    guard problems.isEmpty else { throw .impossible(problems) }
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

  /// The tissue below the whole sweep, seen through the machine as it is set before any fault.
  package func scanner(vectors: Vectors = .best) -> Scanner {
    let half = preset.width / 2 + 3
    let (xs, ys) = (sweep.poses.map(\.x), sweep.poses.map(\.y))
    let slack: Float = 1.2
    return Scanner(
      breast, preset: preset, x: (xs.min() ?? 0) - half...(xs.max() ?? 0) + half,
      y: (ys.min() ?? 0) - swing - slack...(ys.max() ?? 0) + swing + slack, vectors: vectors)
  }

  /// How far the ends of a turned array lie before and behind its middle, mm.
  private var swing: Float {
    let yaw = sweep.poses.map { abs($0.yaw) }.max() ?? 0
    return preset.width / 2 * sine(yaw)
  }

  package func rendered(progress: (Int) -> Void = { _ in }) -> SimulatedLoop {
    SimulatedLoop(scanner(), sweep: sweep, faults: faults, progress: progress)
  }
}

/// Why a simulated case cannot be made.
package enum PhantomError: Error, Hashable, CustomStringConvertible {
  /// Everything that contradicts itself or the breast.
  case impossible([String])
  /// One sentence per seed and label that failed.
  case labelsNotShown([String])

  package var description: String {
    switch self {
    case .impossible(let problems): problems.joined(separator: "; ")
    case .labelsNotShown(let refusals):
      "the picture does not show the labels; change size, depth or seed: "
        + refusals.joined(separator: "; ")
    }
  }
}

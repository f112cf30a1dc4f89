import Foundation
import Records
import Sonography
import Teaching

/// A simulated trainee: how well they see at first and later, how readily they call cancer, what the
/// AI's word means to them. Deterministic: the same seed gives the same answers.
struct DemoReader: Sendable {
  enum Trust: Sendable { case weighs, follows, ignores }

  var name: String
  var displayName: String
  var seed: UInt64
  /// Ability in logits before the first case and after many, and the cases it takes to get two
  /// thirds of the way.
  var start = -0.3
  var end = 1.8
  var pace = 45.0
  /// Steps on the category scale added to every call; positive calls cancer more readily.
  var criterion = 0.0
  /// Above 1: states likelihoods more extreme than justified.
  var boldness = 1.0
  var trust = Trust.weighs
  /// Share of the course answered, and days since the last answer.
  var share = 1.0
  var away = 2

  func ability(after cases: Int) -> Double { end - (end - start) * exp(-Double(cases) / pace) }
}

/// How a simulated trainee answers one case.
struct DemoAnswer {
  let reader: DemoReader
  let bundle: Case
  let truth: ReferenceStandard
  let lexicon: Lexicon
  /// Logits above this case's difficulty.
  private let advantage: Double
  private let view: Case.View

  /// Nil for a case without views.
  init?(_ reader: DemoReader, after cases: Int, to bundle: Case, truth: ReferenceStandard, lexicon: Lexicon) {
    guard let view = bundle.views.first else { return nil }
    self.reader = reader
    self.bundle = bundle
    self.truth = truth
    self.lexicon = lexicon
    self.view = view
    let hardness = bundle.tags.contains("easy") ? -1.2 : bundle.tags.contains("hard") ? 0.9 : 0
    advantage = reader.ability(after: cases) - hardness
  }

  func read(using random: inout SplitMix64) -> Read {
    var read = Read()
    let loops = Double.random(in: 2...5, using: &random)
    let step = loops / (view.frameRate ?? 25)
    read.displayed = [view.id: [Double](repeating: step, count: view.frames)]
    read.duration = view.duration * loops + Double.random(in: 8...40, using: &random)
    if chance(-3.2, using: &random) { read.qualityFaults = ["contact"] }
    for lesion in truth.lesions where chance(advantage + 0.9, using: &random) {
      if let mark = mark(on: lesion, number: read.marks.count + 1, using: &random) { read.marks.append(mark) }
    }
    if chance(-1.6 - advantage * 0.6 + reader.criterion * 0.8, using: &random) {
      read.marks += [strayMark(number: read.marks.count + 1, using: &random)].compactMap(\.self)
    }
    read.noFinding = read.marks.isEmpty
    let ranks = read.marks.compactMap(\.assessment).compactMap(rank)
    read.assessment = read.noFinding ? Assessment("1") : category(ranks.max() ?? 2)
    read.likelihood = likelihood(of: read.assessment, using: &random)
    return read
  }

  /// The final answer after the AI has spoken: kept, or the AI's taken over.
  func revised(_ first: Read, ai: AIReading, using random: inout SplitMix64) -> Read {
    var read = first
    guard let theirs = ai.assessment, let mine = first.assessment,
      management(theirs) != management(mine)
    else { return read }
    let isRight = (management(theirs) == "tissue") == (truth.outcome == .malignant)
    let pull =
      switch reader.trust {
      case .weighs: isRight ? 1.2 : -1.1
      case .follows: isRight ? 1.9 : 1.2
      case .ignores: isRight ? -0.9 : -2.4
      }
    guard chance(pull, using: &random) else { return read }
    read.assessment = theirs
    read.likelihood = likelihood(of: theirs, using: &random)
    if theirs.rawValue == "1" {
      (read.marks, read.noFinding) = ([], true)
    } else if read.marks.isEmpty, let mark = mark(where: ai, assessment: theirs) {
      (read.marks, read.noFinding) = ([mark], false)
    } else {
      for index in read.marks.indices { read.marks[index].assessment = theirs }
    }
    if read.marks.isEmpty && !read.noFinding { read = first }
    return read
  }

  // MARK: Marks

  private func mark(on lesion: Lesion, number: Int, using random: inout SplitMix64) -> Mark? {
    guard let appearance = lesion.views.first, let best = appearance.keyPlane?.best,
      let opinion = lesion.opinions.first
    else { return nil }
    let slip = 12 * (1 - logistic(advantage))
    let wanted = Double(best) + slip * normal(using: &random)
    let outline = appearance.outlines.min { abs(Double($0.frame) - wanted) < abs(Double($1.frame) - wanted) }
    let belief = Rating(min(1, max(0.2, logistic(advantage + normal(using: &random)))))
    guard let outline, let box = outline.contour.box, let belief else { return nil }
    let unsure = 0.10 + 0.25 * (1 - logistic(advantage))
    func near(_ value: Double, _ size: Double) -> Double { value + unsure * size * normal(using: &random) * 0.5 }
    let centre = held(PixelPoint(x: near(box.centre.x, box.width), y: near(box.centre.y, box.height)))
    var mark = Mark(
      id: "m\(number)", view: view.id, frame: outline.frame,
      shape: .ellipse(
        centre: centre, halfWidth: max(6, near(box.width / 2, box.width / 2)),
        halfHeight: max(6, near(box.height / 2, box.height / 2)), angle: 0), rating: belief)
    mark.keyPlane = outline.frame
    mark.descriptors = descriptors(opinion.descriptors, using: &random)
    mark.assessment = opinion.assessment.flatMap { call($0, using: &random) }
    mark.calipers = caliper(opinion.longAxis, at: centre, frame: outline.frame, using: &random).map { [$0] } ?? []
    let shown = Double.random(in: 0.2...0.8, using: &random) * 0.1
    mark.displayedBefore = [Double](repeating: shown, count: view.frames)
    return mark
  }

  private func strayMark(number: Int, using random: inout SplitMix64) -> Mark? {
    guard let belief = Rating(Double.random(in: 0.1...0.5, using: &random)) else { return nil }
    let place = PixelPoint(
      x: Double.random(in: 0.1...0.9, using: &random) * Double(view.width),
      y: Double.random(in: 0.5...0.9, using: &random) * Double(view.height))
    var mark = Mark(
      id: "m\(number)", view: view.id, frame: Int.random(in: 0..<view.frames, using: &random),
      shape: .point(place), rating: belief)
    mark.assessment = category(2 + (chance(reader.criterion - 1, using: &random) ? 1 : 0))
    return mark
  }

  private func mark(where ai: AIReading, assessment: Assessment) -> Mark? {
    let frames = ai.traces.flatMap(\.trace.frames)
    guard let frame = frames.first(where: { !$0.findings.isEmpty }),
      let finding = frame.findings.first, let belief = Rating(0.5)
    else { return nil }
    var mark = Mark(
      id: "m1", view: view.id, frame: frame.frame, shape: .point(held(finding.box.centre)),
      rating: belief)
    mark.assessment = assessment
    return mark
  }

  private func descriptors(_ truth: Descriptors, using random: inout SplitMix64) -> Descriptors {
    var mine = Descriptors()
    for feature in lexicon.features where feature.isDrilled {
      guard let right = truth.terms[feature.id] else { continue }
      if let needed = feature.requires, Set(mine[needed.feature]).isDisjoint(with: needed.terms) { continue }
      let others = feature.terms.map(\.id).filter { !right.contains($0) }
      let isRight = chance(advantage + 0.4, using: &random)
      mine[feature.id] = isRight ? right : [others.randomElement(using: &random) ?? right[0]]
    }
    return mine
  }

  private func caliper(
    _ axis: Millimetres?, at centre: PixelPoint, frame: Int, using random: inout SplitMix64
  ) -> Caliper? {
    guard let axis, let spacing = view.spacing else { return nil }
    let half = axis.value / spacing.x / 2 * (1 + 0.45 * (1 - logistic(advantage)) * normal(using: &random))
    return Caliper(
      frame: frame, from: held(PixelPoint(x: centre.x - half, y: centre.y)),
      to: held(PixelPoint(x: centre.x + half, y: centre.y)))
  }

  private func held(_ place: PixelPoint) -> PixelPoint {
    PixelPoint(
      x: min(Double(view.width) - 1, max(1, place.x)), y: min(Double(view.height) - 1, max(1, place.y)))
  }

  // MARK: Calls

  private func call(_ truth: Assessment, using random: inout SplitMix64) -> Assessment? {
    guard let rank = rank(truth) else { return nil }
    let doubt = 0.35 + 1.7 * (1 - logistic(advantage))
    let heard = Double(rank) + reader.criterion + doubt * normal(using: &random)
    return category(min(6, max(1, Int(heard.rounded()))))
  }

  private func likelihood(of assessment: Assessment?, using random: inout SplitMix64) -> Double {
    let band = assessment.flatMap { lexicon.assessment[$0]?.likelihood }
    let (low, high) = (band?.low ?? 0, max(band?.low ?? 0, band?.high ?? 0))
    let middle = min(0.97, max(0.02, Double.random(in: low...high, using: &random) / 100))
    let logit = log(middle / (1 - middle)) * reader.boldness + 0.3 * normal(using: &random)
    return (logistic(logit) * 100).rounded() / 100
  }

  private func rank(_ assessment: Assessment) -> Int? { lexicon.assessment[assessment]?.rank }

  private func category(_ rank: Int) -> Assessment? {
    lexicon.assessment.offered.first { $0.rank == rank }?.id
  }

  private func management(_ assessment: Assessment) -> String? { lexicon.assessment[assessment]?.management }

  private func chance(_ logit: Double, using random: inout SplitMix64) -> Bool {
    Double.random(in: 0..<1, using: &random) < logistic(logit)
  }
}

private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// Box and Muller's normal deviate.
private func normal(using random: inout SplitMix64) -> Double {
  let u = Double.random(in: Double.leastNonzeroMagnitude...1, using: &random)
  let v = Double.random(in: 0..<1, using: &random)
  return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
}

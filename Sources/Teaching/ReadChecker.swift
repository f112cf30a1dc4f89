package import Sonography

/// Whether a read can be stored as an answer: every place inside its frame, every word in the
/// lexicon, nothing contradictory. All problems are found at once, each a sentence for the reader.
package struct ReadChecker: Sendable {
  private let views: [String: Case.View]
  private let lexicon: Lexicon

  package init(views: [Case.View], lexicon: Lexicon) {
    self.views = Dictionary(views.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.lexicon = lexicon
  }

  package func problems(in read: Read) -> [String] {
    var problems: [String] = []
    if read.noFinding && !read.marks.isEmpty {
      problems.append("The answer has marks and says \"no finding\"; withdraw one of the two.")
    }
    if !read.noFinding && read.marks.isEmpty {
      problems.append("Nothing is marked; mark a lesion or choose \"no finding\".")
    }
    if read.marks.count > 50 { problems.append("An answer holds at most 50 marks.") }
    if Set(read.marks.map(\.id)).count != read.marks.count {
      problems.append("Two marks share one id.")
    }
    for mark in read.marks { problems += self.problems(in: mark) }
    if let assessment = read.assessment { problems += self.problems(in: assessment, of: "The case") }
    if let likelihood = read.likelihood, !(0...1).contains(likelihood) {
      problems.append("The likelihood of cancer lies between 0 and 1.")
    }
    problems += qualityProblems(in: read) + displayProblems(in: read)
    return problems
  }

  private func problems(in mark: Mark) -> [String] {
    let name = "Mark \(mark.id)"
    guard let view = views[mark.view] else { return ["\(name) is on an unknown view."] }
    var problems: [String] = []
    if !(0..<view.frames).contains(mark.frame) {
      problems.append("\(name) is on frame \(mark.frame); the loop has \(view.frames) frames.")
    }
    if !fits(mark.shape, view) { problems.append("\(name) lies outside the frame.") }
    if let keyPlane = mark.keyPlane, !(0..<view.frames).contains(keyPlane) {
      problems.append("\(name) has its key plane outside the loop.")
    }
    for caliper in mark.calipers where !fits(caliper, view) {
      problems.append("\(name) has a caliper outside the frame or loop.")
    }
    if let assessment = mark.assessment {
      problems += self.problems(in: assessment, of: name)
    } else if lexicon.derived(from: mark.descriptors) == nil {
      problems.append("\(name) has no category yet.")
    }
    return problems + termProblems(in: mark.descriptors, of: name)
  }

  private func problems(in assessment: Assessment, of name: String) -> [String] {
    guard lexicon.assessment[assessment]?.isOffered == true else {
      return ["\(name) has a category outside \(lexicon.title): \"\(assessment.rawValue)\"."]
    }
    return []
  }

  private func termProblems(in descriptors: Descriptors, of name: String) -> [String] {
    descriptors.terms.sorted { $0.key < $1.key }.flatMap { featureID, terms -> [String] in
      guard lexicon.knows(feature: featureID) else {
        return ["\(name) uses \"\(featureID)\", which \(lexicon.title) does not know."]
      }
      var problems = terms.filter { !lexicon.knows(term: $0, of: featureID) }.map {
        "\(name) uses \"\($0)\" for \(featureID), which \(lexicon.title) does not know."
      }
      if terms.count > 1, lexicon.feature(featureID)?.isMultiple == false {
        problems.append("\(name) has several terms for \(featureID); choose one.")
      }
      return problems
    }
  }

  private func qualityProblems(in read: Read) -> [String] {
    read.qualityFaults.filter { !Self.qualityFaults.contains($0) }.map {
      "\"\($0)\" is no image-quality fault; known are \(Self.qualityFaults.joined(separator: ", "))."
    }
  }

  private func displayProblems(in read: Read) -> [String] {
    read.displayed.sorted { $0.key < $1.key }.flatMap { id, seconds -> [String] in
      guard let view = views[id] else { return ["Display times name an unknown view."] }
      if seconds.count > view.frames { return ["Display times run past the end of the loop."] }
      return seconds.allSatisfy({ $0.isFinite && $0 >= 0 })
        ? [] : ["Display times are seconds, 0 or more."]
    }
  }

  private func fits(_ shape: MarkShape, _ view: Case.View) -> Bool {
    let places = [shape.centre] + (shape.outline?.points ?? [])
    // An outline may leave the picture a little: lesions are cut by its edge.
    let slack = 0.25 * Double(max(view.width, view.height))
    return contains(shape.centre, view, slack: 0) && places.allSatisfy { contains($0, view, slack: slack) }
  }

  private func fits(_ caliper: Caliper, _ view: Case.View) -> Bool {
    (0..<view.frames).contains(caliper.frame)
      && contains(caliper.from, view, slack: 0) && contains(caliper.to, view, slack: 0)
  }

  private func contains(_ place: PixelPoint, _ view: Case.View, slack: Double) -> Bool {
    place.isFinite && place.x >= -slack && place.y >= -slack
      && place.x <= Double(view.width) + slack && place.y <= Double(view.height) + slack
  }

  package static let qualityFaults = ["gain", "depth", "focus", "contact", "motion", "coverage"]
}

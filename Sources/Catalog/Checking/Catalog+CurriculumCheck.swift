internal import Sonography

extension Catalog {
  /// Holds a curriculum against the cases, lexicons and rubrics that are there.
  func check(_ curriculum: Curriculum, _ truths: [String: CheckedTruth]) -> [Problem] {
    let source = CourseSource(path: "\(curriculaFolder)/\(curriculum.id).yaml")
    var problems: [Problem] = []
    if lexicons[curriculum.lexicon] == nil {
      let known = lexicons.keys.sorted().joined(separator: ", ")
      problems.append(
        source.problem(
          "there is no lexicon '\(curriculum.lexicon)'; there is \(known.isEmpty ? "none" : known)",
          at: curriculum.lexicon))
    }
    if rubrics[curriculum.rubric] == nil {
      problems.append(
        source.problem(
          "there is no rubric '\(curriculum.rubric)'; there is \(rubrics.isEmpty ? "none" : rubrics.keys.sorted().joined(separator: ", "))",
          at: curriculum.rubric))
    }
    problems += curriculum.units.flatMap { check($0, source) }
    if lexicons[curriculum.lexicon] != nil { problems += checkWords(of: curriculum, truths, source) }
    let met = curriculum.units.flatMap { cases(of: $0.cases) }.compactMap { truths[$0.id]?.outcome }
    if !met.isEmpty, !met.contains(.normal) {
      problems.append(
        source.problem(
          "no unit has a normal case; readers who never meet one learn to mark everything",
          severity: .warning))
    }
    return problems
  }

  /// Answers in one lexicon cannot be held against a truth in another.
  private func checkWords(
    of curriculum: Curriculum, _ truths: [String: CheckedTruth], _ source: CourseSource
  ) -> [Problem] {
    curriculum.units.flatMap { unit in
      cases(of: unit.cases).compactMap { bundle in
        guard let truth = truths[bundle.id], truth.lexicon != curriculum.lexicon else { return nil }
        return source.problem(
          "unit '\(unit.id)' has case '\(bundle.id)', whose truth speaks \(truth.lexicon), not \(curriculum.lexicon)",
          at: unit.id)
      }
    }
  }

  private func check(_ unit: Curriculum.Unit, _ source: CourseSource) -> [Problem] {
    var problems: [Problem] = []
    if case .ids(let ids) = unit.cases {
      problems += ids.filter { bundles[$0]?.isAnnotated != true }.map { id in
        let state = bundles[id] == nil ? "which is not there" : "which has no truth yet"
        return source.problem("unit '\(unit.id)' names case '\(id)', \(state)", at: id)
      }
    }
    let count = cases(of: unit.cases).count
    if count == 0 {
      problems.append(source.problem("unit '\(unit.id)' has no case", at: unit.id))
    } else if count < unit.passRule.minimumCases {
      problems.append(
        source.problem(
          "unit '\(unit.id)' has \(count) cases, but passing it needs \(unit.passRule.minimumCases)",
          at: unit.id))
    }
    return problems
  }
}

/// The text of a curriculum, to find the line a value was written on.
private struct CourseSource {
  let path: String
  private let lines: [Substring]

  init(path: String) {
    self.path = path
    let bytes = (try? PlainFile.read(path, limit: CurriculumFile.largest)) ?? []
    lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
  }

  /// A problem at the first line that says `word`.
  func problem(
    _ sentence: String, at word: String? = nil, severity: Problem.Severity = .error
  ) -> Problem {
    let line = word.flatMap { word in lines.firstIndex { $0.contains(word) } }
    return Problem(file: path, line: line.map { $0 + 1 }, sentence, severity: severity)
  }
}

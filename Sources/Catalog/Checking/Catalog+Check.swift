internal import Sonography

extension Catalog {
  /// Holds everything against everything else and gives all problems that `load` did not see.
  ///
  /// Reads every truth; `deep` also digests every recording and model file. `models` is the folder
  /// of model folders. The words of a truth are held against the lexicon it names. `progress` hears
  /// how many of how many cases are done.
  package func check(
    deep: Bool, models: String? = nil,
    progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) -> [Problem] {
    var problems: [Problem] = []
    var truths: [String: CheckedTruth] = [:]
    let all = cases
    if lexicons.isEmpty {
      problems.append(Problem(file: curriculaFolder, "there is no lexicon; words are not checked"))
    }
    for (index, bundle) in all.enumerated() {
      let (truth, found) = bundle.check(deep: deep, lexicons: lexicons.isEmpty ? nil : lexicons)
      truths[bundle.id] = truth.map { CheckedTruth(outcome: $0.outcome, lexicon: $0.lexicon) }
      problems += found
      progress(index + 1, all.count)
    }
    problems += repeatedRecordings(all)
    problems += curricula.values.sorted { $0.id < $1.id }.flatMap { check($0, truths) }
    if let models { problems += ModelCard.check(root: models, deep: deep) }
    return problems
  }

  /// The same recording in two cases lets a reader remember instead of read.
  private func repeatedRecordings(_ bundles: [CaseBundle]) -> [Problem] {
    var first: [String: CaseBundle] = [:]
    var problems: [Problem] = []
    for bundle in bundles {
      for view in bundle.case.views {
        guard let other = first[view.sha256] else {
          first[view.sha256] = bundle
          continue
        }
        problems.append(
          Problem(
            file: bundle.files.path(of: BundleFolder.caseFile),
            "\(view.file) is the same recording as one of case '\(other.id)'", severity: .warning))
      }
    }
    return problems
  }
}

/// What curricula are held against.
struct CheckedTruth {
  var outcome: ReferenceStandard.Outcome
  var lexicon: String
}

extension CaseBundle {
  /// The truth when it can be read, and all problems of this bundle.
  func check(deep: Bool, lexicons: [String: Lexicon]?) -> (truth: ReferenceStandard?, problems: [Problem]) {
    let list = ProblemList(file: files.path(of: BundleFolder.truthFile))
    var truth: ReferenceStandard?
    guard isAnnotated else {
      list.add(
        "there is no truth yet, so the case can be looked at but not drilled", line: nil,
        severity: .warning)
      return (nil, list.problems + (deep ? checkRecordings() : []))
    }
    do throws(CatalogError) {
      let bytes = try files.read(BundleFolder.truthFile, limit: TruthFile.largest)
      var file = TruthFile(of: `case`, lexicons: lexicons, in: list)
      truth = file.read(bytes)
    } catch {
      list.add(error.reason, line: nil)
    }
    return (truth, list.problems + checkTeaching() + (deep ? checkRecordings() : []))
  }

  private func checkTeaching() -> [Problem] {
    let path = files.path(of: BundleFolder.teachingFile)
    if let text = teaching(), !text.allSatisfy(\.isWhitespace) { return [] }
    return [Problem(file: path, "there is no teaching note to show after the read", severity: .warning)]
  }

  private func checkRecordings() -> [Problem] {
    `case`.views.compactMap { view in
      let path = files.path(of: view.file)
      do throws(CatalogError) {
        let digest = try PlainFile.sha256(of: files.safePath(of: view.file))
        guard digest != view.sha256 else { return nil }
        return Problem(
          file: path,
          "its SHA-256 is \(digest), but case.yaml says \(view.sha256); the file is damaged or was replaced")
      } catch {
        return Problem(file: path, error.reason)
      }
    }
  }
}

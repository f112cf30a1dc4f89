package import Sonography

/// Everything people wrote that the program reads: cases, curricula, lexicons and rubrics, as values.
///
/// `load` reads each `case.yaml` (or takes it from an index of an earlier load) and digests each
/// truth; the truths themselves are parsed by `check` and when a bundle is asked for one. A file
/// with an error is left out and its problems are given; everything else is there.
///
/// It knows file names and YAML keys. It knows no session, no database and no picture.
package struct Catalog: Sendable {
  package private(set) var bundles: [String: CaseBundle] = [:]
  package private(set) var curricula: [String: Curriculum] = [:]
  package private(set) var lexicons: [String: Lexicon] = [:]
  /// The project's own where the folder of curricula has none.
  package private(set) var rubrics: [String: Rubric] = [:]
  /// Where the curricula were found, to name their files in problems.
  let curriculaFolder: String

  /// Reads the case folders in each of `cases` and the files of `curricula` (lexicons lie in its
  /// folder `lexicons`, rubrics in `rubrics`).
  ///
  /// `index` is a file of the program's own that makes the next load fast; it is written when
  /// anything changed and may be deleted at any time.
  package static func load(
    cases roots: [String], curricula: String, index indexPath: String? = nil
  ) -> (catalog: Catalog, problems: [Problem]) {
    var catalog = Catalog(curriculaFolder: curricula)
    var problems: [Problem] = []
    var index = CaseIndex(path: indexPath)
    for root in roots { problems += catalog.loadCases(in: root, index: &index) }
    if let problem = index.save() { problems.append(problem) }
    problems += catalog.loadCourses()
    return (catalog, problems)
  }

  /// All cases in the order of their ids.
  package var cases: [CaseBundle] { bundles.values.sorted { $0.id < $1.id } }

  /// The cases of a unit as written, or as its query finds them in id order. Unknown ids and cases
  /// without a truth are left out.
  package func cases(of selection: CaseSelection) -> [CaseBundle] {
    switch selection {
    case .ids(let ids):
      return ids.compactMap { bundles[$0] }.filter(\.isAnnotated)
    case .query(let all, let none, let limit):
      let found = cases.filter { bundle in
        let tags = Set(bundle.case.tags)
        return bundle.isAnnotated && tags.isSuperset(of: all) && tags.isDisjoint(with: none)
      }
      return Array(found.prefix(limit ?? found.count))
    }
  }

  // MARK: Loading

  private mutating func loadCases(in root: String, index: inout CaseIndex) -> [Problem] {
    let names: [String]
    do throws(CatalogError) {
      names = try PlainFile.names(in: root)
    } catch {
      return [Problem(file: root, "\(error.reason); name a folder of case folders")]
    }
    var problems: [Problem] = []
    for name in names {
      let folder = "\(root)/\(name)"
      guard let stamp = PlainFile.stamp(folder), stamp.isFolder else {
        if PlainFile.stamp(folder)?.isLink == true {
          problems.append(Problem(file: folder, "is a link; a case is a folder of its own"))
        }
        continue
      }
      problems += loadCase(name, in: folder, index: &index)
    }
    return problems
  }

  private mutating func loadCase(
    _ id: String, in folder: String, index: inout CaseIndex
  ) -> [Problem] {
    let list = ProblemList(file: "\(folder)/\(BundleFolder.caseFile)")
    if !isKebabCase(id) {
      list.add("a case folder is named with small letters, digits and '-', not '\(id)'", line: nil)
    } else if let other = bundles[id] {
      list.add("the id '\(id)' is taken by \(other.folder); ids are never reused", line: nil)
    } else if let known = index.bundle(id: id, folder: folder) {
      bundles[id] = known
    } else if let bundle = CaseBundle.read(folder: folder, id: id, in: list) {
      bundles[id] = bundle
      index.add(bundle)
    }
    return list.problems
  }

  private mutating func loadCourses() -> [Problem] {
    var problems: [Problem] = []
    let lexiconFolder = curriculaFolder + "/lexicons"
    for (id, list, bytes) in files(in: lexiconFolder, ending: ".json", LexiconFile.largest, &problems) {
      lexicons[id] = LexiconFile.read(bytes, id: id, in: list)
      problems += list.problems
    }
    problems += loadRubrics()
    for (id, list, bytes) in files(in: curriculaFolder, ending: ".yaml", CurriculumFile.largest, &problems) {
      curricula[id] = CurriculumFile.read(bytes, id: id, in: list)
      problems += list.problems
    }
    return problems
  }

  private mutating func loadRubrics() -> [Problem] {
    let folder = curriculaFolder + "/rubrics"
    rubrics = [RubricFile.standard.id: RubricFile.standard]
    guard PlainFile.stamp(folder) != nil else { return [] }
    var problems: [Problem] = []
    for (id, list, bytes) in files(in: folder, ending: ".json", RubricFile.largest, &problems) {
      // A rubric with a fault must not fall back to another: nothing is scored by it.
      rubrics[id] = RubricFile.read(bytes, id: id, in: list)
      problems += list.problems
    }
    return problems
  }

  private func files(
    in folder: String, ending: String, _ largest: Int, _ problems: inout [Problem]
  ) -> [(id: String, list: ProblemList, bytes: [UInt8])] {
    var found: [(String, ProblemList, [UInt8])] = []
    do throws(CatalogError) {
      for name in try PlainFile.names(in: folder) where name.hasSuffix(ending) {
        let id = String(name.dropLast(ending.count))
        let path = "\(folder)/\(name)"
        guard isKebabCase(id) else {
          problems.append(
            Problem(file: path, "is named with small letters, digits and '-', not '\(id)'"))
          continue
        }
        do throws(CatalogError) {
          found.append((id, ProblemList(file: path), try PlainFile.read(path, limit: largest)))
        } catch {
          problems.append(Problem(file: path, error.reason))
        }
      }
    } catch {
      problems.append(Problem(file: folder, error.reason))
    }
    return found
  }
}

/// What `Models/<id>/model.yaml` says about one trained model: its files, its numbers, and what it
/// was trained on.
///
/// The numbers are handed over as written; whether they make a sound reader is for the module that
/// knows the model.
package struct ModelCard: Hashable, Sendable, Identifiable {
  /// Kebab-case folder name.
  package var id: String
  package var title: String
  package var version: String
  /// The folder, as the caller named it.
  package var folder: String
  package var files: [File]
  package var reader: ReaderNumbers
  package var licence: String
  package var credit: String
  /// The data sets it was trained on.
  package var sources: [Source]
  package var performance: [Performance]

  package struct File: Hashable, Sendable {
    package var name: String
    package var sha256: String
  }

  package struct ReaderNumbers: Hashable, Sendable {
    package var inputSide: Int
    package var maskThreshold: Double
    package var findingThreshold: Double
    package var trailingThreshold: Double
    package var confidenceWeights: [Double]
    package var temperature: Double
    package var malignancyOffset: Double
    package var calibrationPrevalence: Double
    package var prevalence: Double
    package var categoryCuts: [Double]
  }

  package struct Source: Hashable, Sendable {
    package var name: String
    package var licence: String
    package var credit: String
  }

  /// One measured figure with its interval, for people to see beside what the AI says.
  package struct Performance: Hashable, Sendable {
    package var measure: String
    package var value: Double
    package var low: Double?
    package var high: Double?
    /// The cases it was measured on, in words.
    package var on: String
  }

  /// Where a file of the card lies; nil for a name the card does not list.
  package func path(of name: String) -> String? {
    files.contains { $0.name == name } ? "\(folder)/\(name)" : nil
  }

  /// Reads one model's card; `deep` also holds its files against their digests.
  package static func load(
    folder: String, deep: Bool = false
  ) -> (card: ModelCard?, problems: [Problem]) {
    let list = ProblemList(file: folder + "/model.yaml")
    let id = folder.split(separator: "/").last.map(String.init) ?? folder
    do throws(CatalogError) {
      let bytes = try BundleFolder(path: folder).read("model.yaml", limit: 1024 * 1024)
      let card = ModelCardFile.read(bytes, id: id, folder: folder, in: list)
      card?.checkFiles(deep: deep, in: list)
      return (card, list.problems)
    } catch {
      list.add(error.reason, line: nil)
      return (nil, list.problems)
    }
  }

  /// Holds all models in `root` against their cards.
  package static func check(root: String, deep: Bool) -> [Problem] {
    do throws(CatalogError) {
      let folders = try PlainFile.names(in: root).map { "\(root)/\($0)" }
      return folders.filter { PlainFile.stamp($0)?.isFolder == true }
        .flatMap { load(folder: $0, deep: deep).problems }
    } catch {
      return [Problem(file: root, error.reason)]
    }
  }

  private func checkFiles(deep: Bool, in list: ProblemList) {
    for file in files {
      do throws(CatalogError) {
        let path = try BundleFolder(path: folder).safePath(of: file.name)
        guard deep else { continue }
        let digest = try PlainFile.sha256(of: path)
        if digest != file.sha256 {
          list.add(
            "the SHA-256 of \(file.name) is \(digest), not \(file.sha256); the file is damaged or was replaced",
            line: nil)
        }
      } catch {
        list.add(error.reason, line: nil)
      }
    }
  }
}

package import Sonography

/// One case on disk: what a reader may see, and the way to its recordings, truth and teaching note.
///
/// The truth is read when it is asked for and never kept, so that nothing that holds a bundle holds
/// an answer.
package struct CaseBundle: Sendable, Identifiable {
  package let `case`: Case
  /// The folder, as the caller named it.
  package let folder: String
  /// Lower-case hex SHA-256 over `case.yaml` and `truth.yaml`; through the digests of the
  /// recordings in `case.yaml` it stands for everything a score rests on.
  package let digest: String
  /// False: there is no `truth.yaml` yet, so the case can be looked at but not drilled.
  package let isAnnotated: Bool
  let caseDigest: String

  package var id: String { `case`.id }

  /// The bundle in one folder, without a catalogue around it.
  package static func open(folder: String) throws(CatalogError) -> CaseBundle {
    let name = PlainFile.resolved(folder)?.split(separator: "/").last.map(String.init)
    let problems = ProblemList(file: folder + "/" + BundleFolder.caseFile)
    guard let bundle = read(folder: folder, id: name ?? folder, in: problems) else {
      throw .invalid(problems.problems)
    }
    return bundle
  }

  /// Nil for an unknown view.
  package func mediaPath(of view: String) -> String? {
    `case`.views.first { $0.id == view }.map { files.path(of: $0.file) }
  }

  /// The reference standard, read now. Throws when the file is not as it was when catalogued.
  package func truth() throws(CatalogError) -> ReferenceStandard {
    let bytes = try files.read(BundleFolder.truthFile, limit: TruthFile.largest)
    guard Self.digest(caseDigest: caseDigest, truth: bytes) == digest else {
      throw .changed(path: files.path(of: BundleFolder.truthFile))
    }
    let problems = ProblemList(file: files.path(of: BundleFolder.truthFile))
    var file = TruthFile(of: `case`, lexicons: nil, in: problems)
    guard let truth = file.read(bytes) else { throw .invalid(problems.problems) }
    return truth
  }

  /// The note shown after the read; nil when there is none or it cannot be read.
  package func teaching() -> String? {
    guard let bytes = try? files.read(BundleFolder.teachingFile, limit: 64 * 1024) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// What the phantom needs to render the case again, read now; only for simulated cases.
  package func simulation() throws(CatalogError) -> FreeValue? {
    let bytes = try files.read(BundleFolder.caseFile, limit: CaseFile.largest)
    let problems = ProblemList(file: files.path(of: BundleFolder.caseFile))
    guard let file = CaseFile.read(bytes, id: id, in: problems) else {
      throw .invalid(problems.problems)
    }
    return file.simulation
  }

  var files: BundleFolder { BundleFolder(path: folder) }

  static func digest(caseDigest: String, truth: [UInt8] = []) -> String {
    PlainFile.sha256(Array((caseDigest + PlainFile.sha256(truth)).utf8))
  }
}

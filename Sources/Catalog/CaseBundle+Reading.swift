internal import Sonography

extension CaseBundle {
  /// Reads `case.yaml`, digests `truth.yaml` and looks whether the recordings are there.
  ///
  /// Nil after adding at least one error to `problems`.
  static func read(folder: String, id: String, in problems: ProblemList) -> CaseBundle? {
    let files = BundleFolder(path: folder)
    do throws(CatalogError) {
      let bytes = try files.read(BundleFolder.caseFile, limit: CaseFile.largest)
      guard let file = CaseFile.read(bytes, id: id, in: problems) else { return nil }
      let isAnnotated = PlainFile.stamp(files.path(of: BundleFolder.truthFile)) != nil
      let truth = isAnnotated ? try files.read(BundleFolder.truthFile, limit: TruthFile.largest) : []
      for view in file.value.views { _ = try files.safePath(of: view.file) }
      let caseDigest = PlainFile.sha256(bytes)
      return CaseBundle(
        case: file.value, folder: folder,
        digest: digest(caseDigest: caseDigest, truth: truth), isAnnotated: isAnnotated, caseDigest: caseDigest)
    } catch {
      problems.add(error.reason, line: nil)
      return nil
    }
  }
}

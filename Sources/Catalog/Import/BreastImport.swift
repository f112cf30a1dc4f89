internal import Sonography

/// Brings in the BrEaST data set as it is published: one Excel table and a folder of images and masks.
///
/// Every picture becomes a case of one still. Orientation is not in the table: it is read off the
/// mask (deeper than wide is not parallel). Areas the set marks without describing them become
/// unscored lesions, so that a mark on them counts neither for nor against.
package struct BreastImport {
  private let folder: String
  private let picture: PictureReader

  package init(folder: String, picture: @escaping PictureReader) {
    self.folder = folder
    self.picture = picture
  }

  package func run(
    into writer: CaseBundleWriter, progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) -> ImportOutcome {
    do throws(CatalogError) {
      let files = try FileFinder(folder)
      guard let table = files.only(ending: ".xlsx") else {
        throw .unreadable(path: folder, reason: "there is not exactly one .xlsx table in it")
      }
      guard let workbook = Workbook(try PlainFile.read(table, limit: 64 << 20)) else {
        throw .unreadable(path: table, reason: "it is no Excel workbook")
      }
      let missing = BreastRow.headings.filter { !workbook.headings.contains($0) }
      guard missing.isEmpty else {
        throw .unreadable(path: table, reason: "it has no column \(alternatives(missing))")
      }
      let rows = workbook.rows.enumerated().map { BreastRow(line: $0.offset + 2, cells: $0.element) }
      return importEach(
        rows, from: table, into: writer, progress: progress, line: \.line,
        make: { row, problems in try makeCase(row, files, problems) })
    } catch {
      return ImportOutcome(problems: [Problem(file: folder, error.reason)])
    }
  }

  private func makeCase(
    _ row: BreastRow, _ files: FileFinder, _ problems: ProblemList
  ) throws -> NewCase? {
    guard let number = row.number, let outcome = row.outcome, let assessment = row.assessment else {
      problems.add("needs CaseID, BIRADS and Classification", line: row.line)
      return nil
    }
    guard let image = row["Image_filename"].flatMap({ files[$0] }) else {
      problems.add("there is no image '\(row["Image_filename"] ?? "")'", line: row.line)
      return nil
    }
    let frame = try picture(image)
    let view = Case.View(
      id: "still", label: "Still", file: "still.png", sha256: "", frames: 1, width: frame.width,
      height: frame.height, frameRate: nil, spacing: row.spacing)
    let lesions = try makeLesions(row, outcome, view, files, problems)
    let digits = String(number)
    return NewCase(
      case: Case(
        id: "breast-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits,
        title: "BrEaST \(number)", vignette: BreastText.vignette(row), views: [view],
        tags: ["imported", "still", "breast-set", outcome.rawValue], isSimulated: false,
        source: BreastText.source),
      truth: ReferenceStandard(lesions: lesions, outcome: outcome, assessments: [assessment]),
      teaching: BreastText.teaching(row, assessment), recordings: ["still": .file(image)])
  }

  // MARK: Lesions

  private func makeLesions(
    _ row: BreastRow, _ outcome: ReferenceStandard.Outcome, _ view: Case.View, _ files: FileFinder,
    _ problems: ProblemList
  ) throws -> [Lesion] {
    var lesions: [Lesion] = []
    if outcome != .normal, let lesion = try makeLesion(row, outcome, view, files, problems) {
      lesions.append(lesion)
    }
    for (index, name) in row.words("Mask_other_filename").enumerated() {
      guard let appearance = try appearance(name, view, files, row, problems) else { continue }
      lesions.append(
        Lesion(
          id: "other-\(index + 1)", name: "Area \(index + 1) marked but not described",
          pathology: .init(diagnosis: nil, isMalignant: false, evidence: .panel),
          views: [appearance], opinions: [], isScored: false))
    }
    return lesions
  }

  private func makeLesion(
    _ row: BreastRow, _ outcome: ReferenceStandard.Outcome, _ view: Case.View, _ files: FileFinder,
    _ problems: ProblemList
  ) throws -> Lesion? {
    guard let evidence = row.evidence else {
      problems.add("Verification says '\(row["Verification"] ?? "nothing")'", line: row.line)
      return nil
    }
    guard let mask = row["Mask_tumor_filename"],
      let appearance = try appearance(mask, view, files, row, problems)
    else {
      problems.add("a \(outcome.rawValue) case needs a mask", line: row.line)
      return nil
    }
    let diagnosis = row.words("Diagnosis").joined(separator: ", ")
    return Lesion(
      id: "l1", name: "Lesion",
      pathology: .init(
        diagnosis: diagnosis.isEmpty ? nil : diagnosis, isMalignant: outcome == .malignant,
        evidence: evidence),
      views: [appearance],
      opinions: [opinion(row, appearance.outlines[0].contour, view.spacing, problems)])
  }

  private func appearance(
    _ name: String, _ view: Case.View, _ files: FileFinder, _ row: BreastRow,
    _ problems: ProblemList
  ) throws -> Lesion.Appearance? {
    guard let path = files[name] else {
      problems.add("there is no mask '\(name)'", line: row.line)
      return nil
    }
    let contour = try outline(
      ofMask: path, width: view.width, height: view.height, picture: picture, line: row.line,
      in: problems)
    return contour.map {
      Lesion.Appearance(
        view: view.id, outlines: [.init(frame: 0, contour: $0)],
        keyPlane: KeyPlane(best: 0, first: 0, last: 0))
    }
  }

  private func opinion(
    _ row: BreastRow, _ contour: Contour, _ spacing: PixelSpacing?, _ problems: ProblemList
  ) -> Lesion.Opinion {
    var descriptors = row.descriptors(in: problems)
    if let box = contour.box {
      descriptors["orientation"] = [box.height > box.width ? "not_parallel" : "parallel"]
    }
    let longAxis = spacing.flatMap { contour.longAxisLength(spacing: $0) }
    return Lesion.Opinion(
      expert: "BrEaST radiologist", descriptors: descriptors, assessment: row.assessment,
      longAxis: longAxis.map { Millimetres(($0.value * 10).rounded() / 10) })
  }
}

internal import Sonography

/// Brings in the BUS-BRA data set as it is published: `bus_data.csv`, `Images` and `Masks`.
///
/// One case per patient: the two pictures of a split screen are two views of one lesion. Category 4
/// is not split in this set and stays `4`, which is scored by its management alone. There is no
/// pixel size, so nothing is scored in millimetres.
package struct BUSBRAImport {
  static let headings = ["ID", "Case", "Histology", "Pathology", "BIRADS", "Device", "Side"]

  private let folder: String
  private let picture: PictureReader

  package init(folder: String, picture: @escaping PictureReader) {
    self.folder = folder
    self.picture = picture
  }

  package func run(
    into writer: CaseBundleWriter, progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) -> ImportOutcome {
    let table = folder + "/bus_data.csv"
    do throws(CatalogError) {
      let csv = CSV(try PlainFile.read(table, limit: 64 << 20))
      let missing = Self.headings.filter { !csv.headings.contains($0) }
      guard missing.isEmpty else {
        throw .unreadable(path: table, reason: "it has no column \(alternatives(missing))")
      }
      return importEach(
        patients(csv), from: table, into: writer, progress: progress, line: { $0.rows[0].line },
        make: { patient, problems in try makeCase(patient, problems) })
    } catch {
      return ImportOutcome(problems: [Problem(file: folder, error.reason)])
    }
  }

  /// All pictures of one patient, in the order of the table.
  private struct Patient {
    var number: String
    var rows: [Row]
  }

  private struct Row {
    var line: Int
    var values: [String: String]

    subscript(heading: String) -> String { values[heading] ?? "" }
  }

  private func patients(_ csv: CSV) -> [Patient] {
    var patients: [Patient] = []
    var places: [String: Int] = [:]
    for entry in csv.rows {
      let row = Row(line: entry.line, values: entry.values)
      if let place = places[row["Case"]] {
        patients[place].rows.append(row)
      } else {
        places[row["Case"]] = patients.count
        patients.append(Patient(number: row["Case"], rows: [row]))
      }
    }
    return patients
  }

  // MARK: Cases

  private func makeCase(_ patient: Patient, _ problems: ProblemList) throws -> NewCase? {
    let first = patient.rows[0]
    let outcome = ReferenceStandard.Outcome(rawValue: first["Pathology"])
    guard let number = Int(patient.number), let outcome, outcome != .normal else {
      problems.add("needs a Case number and a Pathology of benign or malignant", line: first.line)
      return nil
    }
    var views: [Case.View] = []
    var appearances: [Lesion.Appearance] = []
    var recordings: [String: NewCase.Recording] = [:]
    for row in patient.rows {
      let made = try makeView(row, problems)
      guard let made else { return nil }
      views.append(made.view)
      appearances.append(made.appearance)
      recordings[made.view.id] = .file("\(folder)/Images/\(row["ID"]).png")
    }
    let assessment = assessment(of: patient, problems)
    let lesion = Lesion(
      id: "l1", name: "Lesion",
      pathology: .init(
        diagnosis: first["Histology"].isEmpty ? nil : first["Histology"],
        isMalignant: outcome == .malignant, evidence: .histology),
      views: appearances,
      opinions: [
        .init(
          expert: "BUS-BRA radiologist", descriptors: Descriptors(), assessment: assessment,
          longAxis: nil)
      ])
    return NewCase(
      case: makeCase(number, first, views, outcome),
      truth: ReferenceStandard(lesions: [lesion], outcome: outcome, assessments: [assessment]),
      teaching: "The radiologist gave BI-RADS \(assessment.rawValue). Biopsy: \(first["Histology"]).",
      recordings: recordings)
  }

  private func makeCase(
    _ number: Int, _ row: Row, _ views: [Case.View], _ outcome: ReferenceStandard.Outcome
  ) -> Case {
    let digits = String(number)
    return Case(
      id: "busbra-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits,
      title: "BUS-BRA \(number)", vignette: .init(text: "No clinical information."), views: views,
      tags: ["imported", "still", "busbra-set", "burnt-in-marks", outcome.rawValue],
      isSimulated: false,
      source: .init(
        name: "BUS-BRA", licence: "MIT-style, with citation",
        credit: "Gómez-Flores, Gregorio-Calas, Pereira, BUS-BRA: A Breast Ultrasound Dataset for "
          + "Assessing Computer-aided Diagnosis Systems, Medical Physics, 2023. Copyright (c) 2023 "
          + "its authors. Outlines traced from the published masks."))
  }

  /// One reader looked at each picture; where two pictures differ the more suspicious category counts.
  private func assessment(of patient: Patient, _ problems: ProblemList) -> Assessment {
    let categories = Set(patient.rows.map { $0["BIRADS"] }).sorted()
    let highest = categories.last ?? ""
    if !["1", "2", "3", "4", "5"].contains(highest) {
      problems.add("BIRADS is 1 to 5, not '\(highest)'", line: patient.rows[0].line)
    } else if categories.count > 1 {
      problems.add(
        "patient \(patient.number) has categories \(categories.joined(separator: " and ")); "
          + "\(highest) is kept", line: patient.rows[0].line, severity: .warning)
    }
    return Assessment(highest)
  }

  private static let labels = [
    "left": "Left half of the screen", "right": "Right half of the screen", "single": "Still",
  ]

  private func makeView(
    _ row: Row, _ problems: ProblemList
  ) throws -> (view: Case.View, appearance: Lesion.Appearance)? {
    let id = row["ID"]
    guard let label = Self.labels[row["Side"]], id.hasPrefix("bus_"), !id.contains("/") else {
      problems.add("ID is bus_... and Side left, right or single", line: row.line)
      return nil
    }
    let frame = try picture("\(folder)/Images/\(id).png")
    let contour = try outline(
      ofMask: "\(folder)/Masks/mask_\(id.dropFirst(4)).png", width: frame.width,
      height: frame.height, picture: picture, line: row.line, in: problems)
    guard let contour else { return nil }
    let view = Case.View(
      id: row["Side"], label: label, file: row["Side"] + ".png", sha256: "", frames: 1,
      width: frame.width, height: frame.height, frameRate: nil, spacing: nil,
      technique: "\(row["Device"]). Text or calipers may be burnt into the picture.")
    return (
      view,
      Lesion.Appearance(
        view: view.id, outlines: [.init(frame: 0, contour: contour)],
        keyPlane: KeyPlane(best: 0, first: 0, last: 0))
    )
  }
}

/// One file of an export for research.
package struct ResearchFile: Hashable, Sendable {
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }
}

/// Numbers in place of names: both programs want whole case numbers, and neither needs to know who
/// read. `keys.csv` leads back.
private func keys(_ kinds: [(kind: String, names: [String])]) -> ResearchFile {
  let rows = kinds.flatMap { kind, names in
    names.enumerated().map { "\(kind),\($0.offset + 1),\(quoted($0.element))" }
  }
  return ResearchFile(
    name: "keys.csv", text: (["kind,number,name"] + rows).joined(separator: "\n") + "\n")
}

/// As a CSV field (RFC 4180).
private func quoted(_ text: String) -> String {
  guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
  return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}

extension RatingsTable {
  /// What iMRMC reads: a header of counts, then lines of reader, case, modality, score; the truth of a
  /// case stands on a line of reader -1, modality 0. Readings that are missing are left out.
  ///
  /// Reference: the input format of iMRMC 4 (Gallas, FDA); RJafroc reads it as well.
  package func imrmc(title: String) -> [ResearchFile] {
    let diseased = cases.count(where: \.isDiseased)
    var lines = [
      title.split(whereSeparator: \.isNewline).joined(separator: " "),
      "NR: \(readers.count)", "N0: \(cases.count - diseased)", "N1: \(diseased)",
      "NM: \(modalities.count)", "BEGIN DATA:",
    ]
    lines += cases.enumerated().map { "-1,\($0.offset + 1),0,\($0.element.isDiseased ? 1 : 0)" }
    for (modality, row) in ratings.enumerated() {
      for (reader, ratings) in row.enumerated() {
        for (place, rating) in ratings.enumerated() {
          guard let rating else { continue }
          lines.append("\(reader + 1),\(place + 1),\(modality + 1),\(rating)")
        }
      }
    }
    return [
      ResearchFile(name: "ratings.imrmc", text: lines.joined(separator: "\n") + "\n"),
      keys([("reader", readers), ("modality", modalities), ("case", cases.map(\.id))]),
      ResearchFile(name: "README.txt", text: Self.dictionary),
    ]
  }

  private static let dictionary = """
    ratings.imrmc   ratings of whole cases, for iMRMC
      header        NR readers, N0 cases without and N1 with disease, NM modalities
      data          readerID, caseID, modalityID, score
      truth         readerID -1, modalityID 0; score 0 without disease, 1 with
      score         the stated likelihood; higher means disease is likelier
    keys.csv        kind, number, name: which reader, modality and case a number stands for

    Cases that a reader did not read have no line.

    """
}

extension MarksTable {
  /// What RJafroc reads: a workbook with the sheets TRUTH, FP and TP.
  ///
  /// Every reader reads every case in every modality (a factorial design); in TRUTH the paradigm stands
  /// in the first row and the design in the second. Reference: `DfReadDataFile` of RJafroc 2.
  package func rjafroc() -> [ResearchFile] {
    let everyReader = (1...max(1, readers.count)).map(String.init).joined(separator: ", ")
    let everyModality = (1...max(1, modalities.count)).map(String.init).joined(separator: ", ")
    var truth: [[WorkbookCell]] = [
      ["CaseID", "LesionID", "Weight", "ReaderID", "ModalityID", "Paradigm"].map(WorkbookCell.text)
    ]
    for (place, one) in cases.enumerated() {
      let lesions = one.lesions.isEmpty ? [(0, 0.0)] : one.lesions.enumerated().map { ($0 + 1, $1.weight) }
      for (lesion, weight) in lesions {
        let paradigm: [WorkbookCell] =
          truth.count == 1 ? [.text("FROC")] : truth.count == 2 ? [.text("FCTRL")] : []
        truth.append(
          [.number(Double(place + 1)), .number(Double(lesion)), .number(weight)]
            + [.text(everyReader), .text(everyModality)] + paradigm)
      }
    }
    let workbook = WorkbookWriter(sheets: [
      ("TRUTH", truth), ("FP", rows(hits: false)), ("TP", rows(hits: true)),
    ])
    return [
      ResearchFile(name: "marks.xlsx", bytes: workbook.bytes),
      keys([("reader", readers), ("modality", modalities), ("case", cases.map(\.id))]),
      ResearchFile(name: "README.txt", text: Self.dictionary),
    ]
  }

  private func rows(hits: Bool) -> [[WorkbookCell]] {
    let headings = ["ReaderID", "ModalityID", "CaseID"] + (hits ? ["LesionID", "TP_Rating"] : ["FP_Rating"])
    let chosen = marks.filter { ($0.lesion != nil) == hits }
    return [headings.map(WorkbookCell.text)]
      + chosen.map { mark in
        let lesion = mark.lesion.map { [WorkbookCell.number(Double($0 + 1))] } ?? []
        return [
          .number(Double(mark.reader + 1)), .number(Double(mark.modality + 1)),
          .number(Double(mark.studyCase + 1)),
        ] + lesion + [.number(mark.rating)]
      }
  }

  private static let dictionary = """
    marks.xlsx      marks on lesions and elsewhere, for RJafroc: DfReadDataFile("marks.xlsx")
      TRUTH         a row a lesion: CaseID, LesionID, Weight (a case's add up to 1), who read it;
                    a normal case has one row with LesionID 0; Paradigm: FROC, then FCTRL
      FP            marks that hit no lesion: ReaderID, ModalityID, CaseID, FP_Rating
      TP            marks on lesions: ReaderID, ModalityID, CaseID, LesionID, TP_Rating
    keys.csv        kind, number, name: which reader, modality and case a number stands for

    A lesion without a row in TP was not marked. Higher ratings mean surer.

    """
}

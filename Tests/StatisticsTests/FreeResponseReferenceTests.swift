import Statistics
import TestSupport
import Testing

private let marks = "froc/thompson_ct_ds05.marks.csv"
private let truth = "froc/thompson_ct_ds05.truth.csv"
private let published = "froc/thompson_ct_ds05.expected.json"
private let isThere = Reference.has(marks) && Reference.has(truth) && Reference.has(published)

@Suite(.enabled(if: isThere, "the reference folder is not beside the repository"))
struct FreeResponseReferenceTests {
  /// Modality × reader, as the files have them.
  private func readings() throws -> [[FreeResponse]] {
    let truthRows = try Reference.rows(truth)
    let markRows = try Reference.rows(marks)
    let cases = truthRows.map { $0[0] }.reduce(into: [String]()) {
      if $0.last != $1 { $0.append($1) }
    }
    return ["1", "2"].map { modality in
      (1...9).map { reader in
        let mine = markRows.filter { $0[0] == modality && $0[1] == "\(reader)" }
        return FreeResponse(
          cases.map { id in
            FreeResponse.Case(
              lesions: truthRows.filter { $0[0] == id && $0[1] != "0" }.map { row in
                FreeResponse.Lesion(
                  weight: Double(row[2])!,
                  rating: mine.first { $0[2] == id && $0[3] == "LL" && $0[4] == row[1] }
                    .map { Double($0[5])! })
              },
              nonLesions: mine.filter { $0[2] == id && $0[3] == "NL" }.map { Double($0[5])! })
          })
      }
    }
  }

  @Test(arguments: FreeResponseFigure.allCases)
  func `every figure of merit equals RJafroc`(_ figure: FreeResponseFigure) throws {
    let expected = try Expected(published).table("foms", figure.rawValue)
    for (row, values) in zip(try readings(), expected) {
      for (reading, value) in zip(row, values) {
        #expect(isClose(try reading.figure(figure).value, value))
      }
    }
  }

  @Test(arguments: [FreeResponseFigure.wafroc, .afroc, .highestRatingArea])
  func `the test between modalities equals RJafroc`(_ figure: FreeResponseFigure) throws {
    var figures: [[CaseFigure]] = []
    for row in try readings() { figures.append(try row.map { try $0.figure(figure) }) }
    let expected = try Expected(published, ["significance", figure.rawValue, "OR"])
    try expectEqual(try ObuchowskiRockette(figures), expected)
  }
}

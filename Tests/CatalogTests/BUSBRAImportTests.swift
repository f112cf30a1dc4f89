import Foundation
import Sonography
import Testing

import Catalog

private let folder = shared + "/data/BUS-BRA"

@Suite(.enabled(if: exists(folder), "the BUS-BRA data set is not beside the repository"))
struct BUSBRAImportTests {
  @Test func `every row of the published set becomes a view of its patient's case`() throws {
    let scratch = try ScratchFolder()
    let outcome = BUSBRAImport(folder: folder, picture: readPNG).run(
      into: CaseBundleWriter(root: scratch.path))
    #expect(outcome.written.count == 852)
    #expect(
      outcome.problems.map(\.description) == [
        "\(folder)/bus_data.csv:1156: warning: patient 856 has categories 4 and 5; 5 is kept"
      ])
    let (catalog, problems) = Catalog.load(
      cases: [scratch.path], curricula: repository + "/curricula")
    #expect(problems == [])
    #expect(catalog.check(deep: false).filter { $0.file.contains("busbra-") && $0.severity == .error } == [])
    #expect(catalog.cases.reduce(0) { $0 + $1.case.views.count } == 1492)
    let truths = try catalog.cases.map { try $0.truth() }
    #expect(truths.count { $0.outcome == .malignant } == 274)
    #expect(truths.count { $0.outcome == .benign } == 578)
    #expect(truths.count { $0.assessments == [Assessment("4")] } == 317)
    #expect(truths.flatMap(\.lesions).allSatisfy { $0.pathology.evidence == .histology })
    #expect(catalog.cases.allSatisfy { $0.case.views.allSatisfy { $0.spacing == nil } })
  }
}

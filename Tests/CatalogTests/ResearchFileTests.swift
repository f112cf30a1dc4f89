import Testing

import Catalog

@Suite struct ResearchFileTests {
  private func text(_ files: [ResearchFile], _ name: String) -> String? {
    files.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test func `ratings are written as iMRMC reads them`() {
    let table = RatingsTable(
      modalities: ["unaided"], readers: ["Ann, MD", "Bo"],
      cases: [.init(id: "a", isDiseased: true), .init(id: "b", isDiseased: false)],
      ratings: [[[0.75, 0.25], [0.5, nil]]])
    let files = table.imrmc(title: "Two\nreaders")
    #expect(
      text(files, "ratings.imrmc") == """
        Two readers
        NR: 2
        N0: 1
        N1: 1
        NM: 1
        BEGIN DATA:
        -1,1,0,1
        -1,2,0,0
        1,1,1,0.75
        1,2,1,0.25
        2,1,1,0.5

        """)
    #expect(text(files, "keys.csv")?.contains("reader,1,\"Ann, MD\"") == true)
    #expect(text(files, "README.txt")?.contains("N0 cases without") == true)
  }

  @Test func `marks are written as a workbook with the three sheets RJafroc asks for`() throws {
    let table = MarksTable(
      modalities: ["unaided", "aided"], readers: ["r"],
      cases: [
        .init(id: "n", lesions: []),
        .init(id: "d", lesions: [.init(id: "x", weight: 0.5), .init(id: "y", weight: 0.5)]),
      ],
      marks: [
        .init(modality: 0, reader: 0, studyCase: 0, lesion: nil, rating: 2),
        .init(modality: 1, reader: 0, studyCase: 1, lesion: 1, rating: 4.5),
      ])
    let files = table.rjafroc()
    let archive = try #require(ZipArchive(files[0].bytes))
    func sheet(_ number: Int) throws -> String {
      String(decoding: try #require(archive.file("xl/worksheets/sheet\(number).xml")), as: UTF8.self)
    }
    #expect(try sheet(1).contains("<t>FROC</t>"))
    #expect(try sheet(1).contains("<t>FCTRL</t>"))
    #expect(try sheet(1).contains(#"<c r="B4"><v>2.0</v></c><c r="C4"><v>0.5</v></c>"#))
    #expect(try sheet(2).contains(#"<c r="D2"><v>2.0</v></c>"#))
    #expect(try sheet(3).contains(#"<c r="D2"><v>2.0</v></c><c r="E2"><v>4.5</v></c>"#))
    let workbook = String(decoding: try #require(archive.file("xl/workbook.xml")), as: UTF8.self)
    #expect(workbook.contains(#"<sheet name="TRUTH" sheetId="1" r:id="rId1"/>"#))
    // The same marks give the same bytes.
    #expect(table.rjafroc() == files)
  }
}

import Testing

import Catalog

@Suite struct TableTests {
  @Test func `quoted fields keep commas, quotes and line breaks`() {
    let csv = CSV(Array("a,b\r\n\"1,2\",\"say \"\"hi\"\"\"\n\"\"\"x\"\"\",\"two\nlines\"\n\nlast,\"\"".utf8))
    #expect(csv.headings == ["a", "b"])
    #expect(
      csv.rows.map(\.values) == [
        ["a": "1,2", "b": "say \"hi\""], ["a": "\"x\"", "b": "two\nlines"], ["a": "last", "b": ""],
      ])
    #expect(csv.rows.map(\.line) == [2, 3, 6])
  }

  @Test(arguments: 0..<64)
  func `a damaged archive is refused, never trusted`(seed: UInt64) {
    // An archive whose record at the end claims entries that are not there.
    var bytes = [UInt8](repeating: UInt8(seed & 0xff), count: 60)
    bytes += [0x50, 0x4b, 0x05, 0x06, 0, 0, 0, 0, 1, 0, 1, 0] + [UInt8](repeating: UInt8(seed), count: 8) + [0, 0]
    let archive = ZipArchive(bytes)
    #expect(archive?.file("x") == nil)
    #expect(Workbook(bytes) == nil)
  }

  @Test func `ids are made from file names`() {
    #expect(RecordingImport.id(from: "Loop_01 (Left).MP4") == "loop-01-left-mp4")
    #expect(RecordingImport.id(from: "超声") == "case")
  }
}

import Testing

import API

@Suite struct CSVTableTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var cell: String
    var text: String
  }

  @Test(arguments: [
    Example(testDescription: "plain", cell: "find", text: "find"),
    Example(testDescription: "a comma", cell: "a, b", text: "\"a, b\""),
    Example(testDescription: "quotation marks", cell: "the \"best\"", text: "\"the \"\"best\"\"\""),
    Example(testDescription: "a line break", cell: "a\nb", text: "\"a\nb\""),
    Example(testDescription: "a formula", cell: "=1+1", text: "'=1+1"),
    Example(testDescription: "a negative number stays one", cell: "-0.25", text: "-0.25"),
  ])
  func `a cell is quoted where it must be and never runs as a formula`(_ example: Example) {
    #expect(CSVTable(["h"], [[example.cell]]).text == "h\r\n\(example.text)\r\n")
  }

  @Test func `what is not known is an empty cell, and numbers keep all their digits`() {
    #expect(CSVTable.cell(nil as Double?) == "")
    #expect(Double(CSVTable.cell(0.1 + 0.2)) == 0.1 + 0.2)
  }

  @Test func `every row has as many cells as there are heads`() {
    #expect(dataDictionary.rows.allSatisfy { $0.count == dataDictionary.heads.count })
  }
}

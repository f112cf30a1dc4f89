import Catalog
import Testing

@Suite struct LearningTablesTests {
  private func problems(_ read: () throws -> Void) -> [String] {
    do { try read() } catch CatalogError.invalid(let problems) {
      return problems.map(\.description)
    } catch { return ["\(error)"] }
    return []
  }

  private func table(_ text: String) throws -> StudyTable {
    try StudyTable(file: "t.csv", Array(text.utf8))
  }

  @Test func `blocks are read whatever the order of their columns`() throws {
    let blocks = try BlocksTable(table("correct,block,midtrial,trials\n12,1,10.5,20\n"))
    let row = try #require(blocks.rows.first)
    #expect(row.block == "1")
    #expect([row.trials, row.midtrial, row.correct] == [20, 10.5, 12])
  }

  @Test func `everything that is wrong with blocks is said with its line`() {
    let text = "block,trials,midtrial,correct\n1,0,10,0\n2,20,-1,3\n3,20,50,21\n4,x,70,\n"
    #expect(
      problems { _ = try BlocksTable(table(text)) } == [
        "t.csv:2: trials lies above 0, not at 0.0", "t.csv:3: midtrial is 0 or more, not -1.0",
        "t.csv:4: correct lies between 0 and trials, not at 21.0",
        "t.csv:5: trials 'x' is no finite number", "t.csv:5: correct is empty",
      ])
  }

  @Test func `answers are read with and without days`() throws {
    func numbers(_ text: String) throws -> [[Double]] {
      try AnswersTable(table(text)).rows.map { [$0.difficulty, $0.result, $0.idleDays] }
    }
    #expect(try numbers("b,x\n0.5,1\n") == [[0.5, 1, 0]])
    #expect(try numbers("days,b,x\n3,0.5,0.25\n") == [[0.5, 0.25, 3]])
  }

  @Test func `everything that is wrong with answers is said with its line`() {
    #expect(
      problems { _ = try AnswersTable(table("b,x,days\n0,1.5,0\nnan,1,0\n0,1,-2\n")) } == [
        "t.csv:2: x lies between 0 and 1, not at 1.5", "t.csv:3: b 'nan' is no finite number",
        "t.csv:4: days is 0 or more, not -2.0",
      ])
    #expect(
      problems { _ = try AnswersTable(table("b\n0\n")) } == [
        "t.csv:1: there is no column 'x'; needs b, x"
      ])
  }
}

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
    #expect(blocks.rows == [.init(block: "1", trials: 20, midtrial: 10.5, correct: 12)])
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
    let plain = try AnswersTable(table("b,x\n0.5,1\n"))
    #expect(plain.rows == [.init(difficulty: 0.5, result: 1, idleDays: 0)])
    let idle = try AnswersTable(table("days,b,x\n3,0.5,0.25\n"))
    #expect(idle.rows == [.init(difficulty: 0.5, result: 0.25, idleDays: 3)])
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

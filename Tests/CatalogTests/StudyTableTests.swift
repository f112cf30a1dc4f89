import Testing

import Catalog

@Suite struct StudyTableTests {
  private func problems(_ read: () throws -> Void) -> [String] {
    do { try read() } catch CatalogError.invalid(let problems) {
      return problems.map(\.description)
    } catch { return ["\(error)"] }
    return []
  }

  private func table(_ text: String) throws -> StudyTable {
    try StudyTable(file: "t.csv", Array(text.utf8))
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `a byte order mark, any line end and quotes are read`(end: String) throws {
    let lines = ["\u{FEFF}Rating,modality,reader,case,\"truth\"", "3,\"a, b\",r,c1,1", "", "2,\"a, b\",r,c2,benign"]
    let ratings = try RatingsTable(table(lines.joined(separator: end) + end))
    #expect(ratings.modalities == ["a, b"])
    #expect(ratings.cases.map(\.isDiseased) == [true, false])
    #expect(ratings.ratings == [[[3, 2]]])
    #expect(ratings.isComplete)
  }

  @Test func `everything that is wrong with ratings is said with its line`() {
    let text = """
      modality,reader,case,truth,rating
      a,r,c1,1,3
      a,r,c1,1,4
      a,,c2,0,1
      a,r,c3,maybe,nan
      a,r,c4,0,x
      b,r,c1,0,2
      a,r,c5,0,
      """
    #expect(
      problems { _ = try RatingsTable(table(text)) } == [
        "t.csv:3: the same reading is on line 2", "t.csv:4: reader is empty",
        "t.csv:5: truth is 0 or 1, not 'maybe'", "t.csv:5: rating 'nan' is no finite number",
        "t.csv:6: rating 'x' is no finite number",
        "t.csv:7: case 'c1' has another truth than on an earlier line",
      ])
  }

  @Test(arguments: [
    ("", "t.csv: is empty; a table begins with its headings"),
    ("y,p", "t.csv: has headings and no rows"),
    ("y,p\n1,0.2,3", "t.csv:2: has 3 fields, and the heading has 2"),
    ("y,p\n1,\"0.2", "t.csv:2: a quote is opened and never closed"),
    ("y,Y,p\n1,1,0.2", "t.csv:1: has two columns 'Y'"),
    ("y,q\n1,0.2", "t.csv:1: there is no column 'p'; needs y, p"),
    ("y,p\n1,1.2", "t.csv:2: p lies between 0 and 1, not 1.2"),
    ("y,p\n2,0.2", "t.csv:2: y is 0 or 1, not '2'"),
    ("y,p\n1,", "t.csv:2: p is empty"),
  ])
  func `a table that is none is refused with a sentence`(text: String, sentence: String) {
    #expect(problems { _ = try ForecastTable(table(text)) }.contains(sentence))
  }

  @Test func `bytes that are no text are refused`() {
    #expect(
      problems { _ = try StudyTable(file: "t.csv", [0x79, 0x2C, 0x70, 0x0A, 0xFF, 0x2C, 0x31]) }
        == ["t.csv: is not text in UTF-8; export it again with that encoding"])
  }

  private let truth = "case,lesion,weight\nn1,0,0\nd1,1,0.5\nd1,2,0.5\nd2,x,0\nd2,y,\n"

  @Test func `marks are placed on the lesions of their cases`() throws {
    let marks = "modality,reader,case,mark,lesion,rating\nm,r,n1,NL,,2\nm,r,d1,ll,2,5\nm,r,d2,LL,x,4\n"
    let read = try MarksTable(marks: table(marks), truth: table(truth))
    #expect(read.cases.map { $0.lesions.map(\.weight) } == [[], [0.5, 0.5], [0.5, 0.5]])
    #expect(read.marks.map(\.lesion) == [nil, 1, 0])
    #expect(read.marks.map(\.rating) == [2, 5, 4])
  }

  @Test func `everything that is wrong with marks and truth is said with its line`() {
    let marks = """
      modality,reader,case,mark,lesion,rating
      m,r,d9,NL,,2
      m,r,d1,LL,3,2
      m,r,d1,LL,1,2
      m,r,d1,LL,1,3
      m,r,d1,XX,1,
      """
    #expect(
      problems { _ = try MarksTable(marks: table(marks), truth: table(truth)) } == [
        "t.csv:2: case 'd9' is not in t.csv", "t.csv:3: case 'd1' has no lesion '3' in t.csv",
        "t.csv:5: the same lesion was marked on line 4; keep one rating", "t.csv:6: rating is empty",
      ])
    let wrong = "case,lesion,weight\nd1,1,0.5\nd1,1,0.4\nd1,0,0\n"
    #expect(
      problems { _ = try MarksTable(marks: table(marks), truth: table(wrong)) } == [
        "t.csv:2: the weights of case 'd1' add up to 0.9; they must to 1",
        "t.csv:3: lesion '1' of case 'd1' is there twice", "t.csv:4: case 'd1' has lesions and a row without",
      ])
  }

  @Test func `labels keep the scale they were given, and unknown ones are named`() throws {
    let text = "item,a,b\ni1,2,10\ni2,,2\n"
    #expect(try LabelTable(table(text), levels: nil).levels == ["2", "10"])
    let scale = try LabelTable(table(text), levels: ["1", "2", "10"])
    #expect(scale.labels == [[1, 2], [nil, 1]])
    #expect(
      problems { _ = try LabelTable(table(text), levels: ["2", "3"]) }
        == ["t.csv:2: '10' of b is no level; there are 2, 3"])
    #expect(problems { _ = try LabelTable(table("item\ni1\n"), levels: nil) }.count == 1)
  }

  @Test func `repeated labels of a rater are counted`() throws {
    let text = "item,rater,label\ni,a,10\ni,a,10\ni,b,9\nj,b,9\n"
    let read = try ConsensusTable(table(text), levels: nil)
    #expect(read.labels == ["9", "10"])
    #expect(read.counts == [[[0, 2], [1, 0]], [[0, 0], [1, 0]]])
  }
}

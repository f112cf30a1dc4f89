import Testing

import Catalog

@Suite struct YAMLGuardTests {
  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
    var line: Int?
  }

  @Test(arguments: [
    Example(testDescription: "plain text", text: "a: b\nc: [1, {d: 2}]\n", line: nil),
    Example(
      testDescription: "an apostrophe and an ampersand in prose", text: "a: 10 o'clock & more\nb: R &D", line: nil),
    Example(testDescription: "quoted anchors", text: "a: \"&x\"\nb: '*y it''s: &z'\n", line: nil),
    Example(testDescription: "comments", text: "# &x\na: b # *y\n", line: nil),
    Example(testDescription: "block text", text: "a: |\n  &x\n  'tis\n\n  *y*\nb: >-\n  [\n", line: nil),
    Example(testDescription: "JSON", text: "{\"a\":{\"b\":[\"c\",1]},\"d\":\"&x\"}", line: nil),
    Example(testDescription: "a bullet in prose", text: "a: b\n  * c\n", line: nil),
    Example(testDescription: "an anchor", text: "a: b\nc: &x [1]\n", line: 2),
    Example(testDescription: "an alias", text: "a: [*x]", line: 1),
    Example(testDescription: "an alias as key", text: "a: 1\n*x : 2", line: 2),
    Example(testDescription: "an anchor on the document", text: "--- &x\na: 1", line: 1),
    Example(testDescription: "an anchor after block text", text: "a: |\n  'tis\nb: &x 1", line: 3),
    Example(testDescription: "an anchor after empty block text", text: "a: |\nb: &x 1", line: 2),
    Example(testDescription: "an anchor after a quote in continued text", text: "a: b\n  'c\nd: &x 1\ne: 'f'", line: 2),
    Example(testDescription: "an anchor after a hash inside braces", text: "{a:#b, &x c: 1}", line: 1),
    Example(testDescription: "an anchor after a quoted text", text: "a: 'it''s'\nb: &x 1", line: 2),
    Example(testDescription: "a tag", text: "a: !!python/object b", line: 1),
    Example(testDescription: "a directive", text: "%YAML 1.1\n---\na: 1", line: 1),
    Example(testDescription: "explicit indentation", text: "a: |2\n  b", line: 1),
    Example(testDescription: "nested brackets", text: String(repeating: "[", count: 100_000), line: 1),
    Example(testDescription: "nested dashes", text: String(repeating: "- ", count: 100_000), line: 1),
    Example(
      testDescription: "nested keys", text: (0..<80).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
      line: 66),
  ])
  func `only plain YAML passes`(example: Example) {
    #expect(YAMLGuard.refusal(of: example.text)?.line == example.line)
  }

  @Test func `every prefix of a hostile text is handled`() {
    let text = "a: |\n  x\n- &b 'c''d' \"e\\\"\n? [f, {g: *h}] # i\n--- !j\n%k\n>+\n\t:\n"
    for count in 0...text.utf8.count { _ = YAMLGuard.refusal(of: String(text.prefix(count))) }
  }
}

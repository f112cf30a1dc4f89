/// One thing that is wrong with a file people wrote, with the place and a sentence.
package struct Problem: Hashable, Sendable, CustomStringConvertible {
  package enum Severity: String, Hashable, Sendable { case error, warning }

  /// As the caller named it: a path relative to where the folders were given.
  package var file: String
  /// From 1; nil when the problem belongs to the whole file.
  package var line: Int?
  package var sentence: String
  package var severity: Severity

  package init(file: String, line: Int? = nil, _ sentence: String, severity: Severity = .error) {
    self.file = file
    self.line = line
    self.sentence = sentence
    self.severity = severity
  }

  /// `cases/x/case.yaml:14: unknown key 'pixelspacing'; a view has id, file, ...`
  package var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(severity == .warning ? "warning: " : "")\(sentence)"
  }
}

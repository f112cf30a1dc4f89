internal import Yams

/// Reads one YAML (or JSON, which is YAML) text into its root node, with a sentence for what stops it.
enum YAMLDocument {
  /// The root as a strict mapping; nil after adding the reason to `problems`.
  static func root(
    of bytes: [UInt8], as thing: String, keys: [String], in problems: ProblemList
  ) -> Fields? {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      problems.add("the file is not UTF-8 text; save it as UTF-8", line: nil)
      return nil
    }
    if let refusal = YAMLGuard.refusal(of: text) {
      problems.add(refusal.sentence, line: refusal.line)
      return nil
    }
    do {
      // The basic resolver leaves every scalar as it is written; `Fields` decides what it means.
      guard let node = try Yams.compose(yaml: text, .basic) else {
        problems.add("the file is empty; \(thing) has \(keys.joined(separator: ", "))", line: nil)
        return nil
      }
      return Fields(node, as: thing, keys: keys, in: problems)
    } catch let error as YamlError {
      let reason = sentence(for: error)
      problems.add(reason.sentence, line: reason.line)
      return nil
    } catch {
      problems.add("this is not YAML: \(error)", line: nil)
      return nil
    }
  }

  private static func sentence(for error: YamlError) -> (sentence: String, line: Int?) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ("this is not YAML: \(problem)", mark.line)
    case .duplicatedKeysInMapping(let keys, let context):
      ("the key '\(keys.first ?? "")' is written twice; keep one", context.mark.line)
    default:
      ("this is not YAML: \(error)", nil)
    }
  }
}

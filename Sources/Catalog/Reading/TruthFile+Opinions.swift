internal import Sonography
internal import Yams

/// What the experts say about a lesion, in the words of the lexicon.
extension TruthFile {
  func readOpinions(_ fields: Fields) -> [Lesion.Opinion]? {
    guard let nodes = fields.optionalList("opinions", longest: 64) else { return nil }
    let keys = ["expert", "assessment", "longAxis", "descriptors"]
    let opinions = nodes.compactMap { node in
      Fields(node, as: "an opinion", keys: keys, in: problems).flatMap(readOpinion)
    }
    return opinions.count == nodes.count ? opinions : nil
  }

  private func readOpinion(_ fields: Fields) -> Lesion.Opinion? {
    let expert = fields.text("expert", longest: 100)
    let assessment = fields.optionalText("assessment", longest: 16)
    if let assessment { checkAssessment(assessment, "assessment", fields) }
    let longAxis = fields.optionalNumber("longAxis", in: 0.1...300).map { Millimetres($0) }
    let descriptors =
      fields.node("descriptors") == nil
      ? Descriptors()
      : fields.fields("descriptors", as: "a list of descriptors", keys: nil).flatMap(readDescriptors)
    guard let expert, let descriptors else { return nil }
    return Lesion.Opinion(
      expert: expert, descriptors: descriptors, assessment: assessment.map { Assessment($0) },
      longAxis: longAxis)
  }

  private func readDescriptors(_ fields: Fields) -> Descriptors? {
    var terms: [String: [String]] = [:]
    for key in fields.keys {
      guard let words = fields.texts(key) else { return nil }
      checkTerms(words, of: key, fields)
      terms[key] = words
    }
    return Descriptors(terms)
  }

  private func checkTerms(_ words: [String], of key: String, _ fields: Fields) {
    guard let lexicon else { return }
    if lexicon.retired.contains(key) { return }
    guard let feature = lexicon.feature(key) else {
      let known = lexicon.features.map(\.id).joined(separator: ", ")
      return problems.add(
        "unknown feature '\(key)'; \(lexicon.id) has \(known)", line: fields.line(of: key))
    }
    for word in words where !lexicon.knows(term: word, of: key) {
      fields.wrong(key, "is \(alternatives(feature.terms.map(\.id))), not '\(word)'")
    }
    if !feature.isMultiple, words.count > 1 { fields.wrong(key, "takes one term, not \(words.count)") }
  }
}

internal import Sonography

/// `truth.yaml` as text: the one place where a reference standard is put into words, because a
/// `ReferenceStandard` does not encode itself.
func truthText(_ truth: ReferenceStandard) -> String {
  var yaml = YAMLText()
  yaml.line(0, "format: 1")
  if truth.lexicon != ReferenceStandard.usualLexicon { yaml.line(0, "lexicon: \(truth.lexicon)") }
  yaml.line(0, "outcome: \(truth.outcome.rawValue)")
  yaml.line(0, "assessments: \(YAMLText.brackets(truth.assessments.map(\.rawValue)))")
  yaml.line(0, "qualityFaults: \(YAMLText.brackets(truth.qualityFaults))")
  guard !truth.lesions.isEmpty else {
    yaml.line(0, "lesions: []")
    return yaml.text
  }
  yaml.line(0, "lesions:")
  for lesion in truth.lesions { writeLesion(lesion, to: &yaml) }
  return yaml.text
}

private func writeLesion(_ lesion: Lesion, to yaml: inout YAMLText) {
  let pathology = YAMLText.braces([
    ("diagnosis", lesion.pathology.diagnosis.map(YAMLText.quoted)),
    ("malignant", String(lesion.pathology.isMalignant)),
    ("evidence", lesion.pathology.evidence.rawValue),
  ])
  yaml.line(2, "- id: \(lesion.id)")
  yaml.line(4, "name: \(YAMLText.quoted(lesion.name))")
  yaml.line(4, "scored: \(lesion.isScored)")
  yaml.line(4, "pathology: \(pathology)")
  yaml.line(4, lesion.opinions.isEmpty ? "opinions: []" : "opinions:")
  for opinion in lesion.opinions { yaml.line(6, "- \(opinionText(opinion))") }
  yaml.line(4, lesion.views.isEmpty ? "views: []" : "views:")
  for appearance in lesion.views { writeAppearance(appearance, to: &yaml) }
}

private func opinionText(_ opinion: Lesion.Opinion) -> String {
  let terms = opinion.descriptors.terms.sorted { $0.key < $1.key }
  return YAMLText.braces([
    ("expert", YAMLText.quoted(opinion.expert)),
    ("assessment", opinion.assessment.map { YAMLText.quoted($0.rawValue) }),
    ("longAxis", opinion.longAxis.map { shortest($0.value) }),
    ("descriptors", YAMLText.braces(terms.map { ($0.key, YAMLText.brackets($0.value)) })),
  ])
}

private func writeAppearance(_ appearance: Lesion.Appearance, to yaml: inout YAMLText) {
  yaml.line(6, "- view: \(appearance.view)")
  if let expert = appearance.expert { yaml.line(8, "expert: \(YAMLText.quoted(expert))") }
  if let plane = appearance.keyPlane {
    yaml.line(8, "keyPlane: {best: \(plane.best), first: \(plane.first), last: \(plane.last)}")
  }
  yaml.line(8, "outlines:")
  for outline in appearance.outlines {
    let points = outline.contour.roundedToTenths().points
      .map { "[\(shortest($0.x)), \(shortest($0.y))]" }
    yaml.line(10, "- {frame: \(outline.frame), contour: [\(points.joined(separator: ", "))]}")
  }
}

internal import Sonography

/// `case.yaml` as text.
func caseText(_ value: Case, simulation: FreeValue?) -> String {
  var yaml = YAMLText()
  yaml.line(0, "format: 1")
  yaml.line(0, "title: \(YAMLText.quoted(value.title))")
  yaml.line(0, "vignette: \(vignetteText(value.vignette))")
  yaml.line(0, "tags: \(YAMLText.brackets(value.tags))")
  yaml.line(0, "simulated: \(value.isSimulated)")
  yaml.line(0, "source:")
  yaml.line(2, "name: \(YAMLText.quoted(value.source.name))")
  yaml.line(2, "licence: \(YAMLText.quoted(value.source.licence))")
  yaml.line(2, "credit: \(YAMLText.quoted(value.source.credit))")
  if let link = value.source.link { yaml.line(2, "link: \(YAMLText.quoted(link))") }
  yaml.line(0, "views:")
  for view in value.views { writeView(view, to: &yaml) }
  if case .mapping(let entries)? = simulation {
    yaml.line(0, "simulation:")
    for entry in entries { yaml.free(2, entry.key, entry.value) }
  } else if let simulation {
    yaml.free(0, "simulation", simulation)
  }
  return yaml.text
}

private func vignetteText(_ vignette: Case.Vignette) -> String {
  YAMLText.braces([
    ("age", vignette.age.map(String.init)),
    ("text", YAMLText.quoted(vignette.text)),
    ("laterality", vignette.laterality?.rawValue),
    ("clockFace", vignette.clockFace.map(String.init)),
    ("distanceFromNipple", vignette.distanceFromNipple.map { shortest($0.value) }),
  ])
}

private func writeView(_ view: Case.View, to yaml: inout YAMLText) {
  yaml.line(2, "- id: \(view.id)")
  yaml.line(4, "label: \(YAMLText.quoted(view.label))")
  yaml.line(4, "file: \(YAMLText.quoted(view.file))")
  yaml.line(4, "sha256: \"\(view.sha256)\"")
  yaml.line(4, "frames: \(view.frames)")
  yaml.line(4, "width: \(view.width)")
  yaml.line(4, "height: \(view.height)")
  if let rate = view.frameRate { yaml.line(4, "frameRate: \(shortest(rate))") }
  if let spacing = view.spacing {
    yaml.line(4, "spacing: {x: \(shortest(spacing.x)), y: \(shortest(spacing.y))}")
  }
  if let technique = view.technique { yaml.line(4, "technique: \(YAMLText.quoted(technique))") }
}

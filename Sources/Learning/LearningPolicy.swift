import Sonography

/// What a department decides about learning: how evidence is weighed and what competent means.
package struct LearningPolicy: Hashable, Codable, Sendable {
  package var ability: Ability.Settings
  package var competence: CompetenceChart
  package var monitoring: MonitoringChart
  /// Skills without which nobody is competent.
  package var critical: [SkillKey]
  /// P(θ ≥ θ*) asked for on critical skills and on the rest.
  package var criticalCertainty = 0.90
  package var otherCertainty = 0.75
  /// Lower bounds of sensitivity and specificity on probes.
  package var sensitivity = 0.80
  package var specificity = 0.80
  /// Expected score on the reference set asked for where the panel sets no standard, 0...1.
  package var targetScore = 0.80

  /// Nil when a chart's design makes no sense; the limits are solved here, once.
  package init?(
    ability: Ability.Settings = .init(), competence: CompetenceChart.Design = .init(),
    monitoring: MonitoringChart.Design = .init(),
    critical: [SkillKey] = [SkillKey(.find), SkillKey(.categorise), SkillKey(.manage)]
  ) {
    guard ability.fault == nil, let competence = CompetenceChart(competence),
      let monitoring = MonitoringChart(monitoring)
    else { return nil }
    self.ability = ability
    self.competence = competence
    self.monitoring = monitoring
    self.critical = critical
  }
}

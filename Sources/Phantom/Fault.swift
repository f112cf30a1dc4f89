/// Something wrong with how a sweep was recorded, from one frame on.
package struct Fault: Hashable, Sendable {
  package let name: Name
  /// The first frame that shows it.
  package let onset: Int
  /// 0 hardly there ... 1 gross.
  package let severity: Float

  package init(_ name: Name, onset: Int, severity: Float) {
    self.name = name
    self.onset = onset
    self.severity = severity
  }

  package enum Name: String, CaseIterable, Hashable, Sendable {
    /// Too bright, too dark; the deep or the near part too dark.
    case overgain, undergain, tgc
    /// The region of interest fills too little of the picture.
    case depth
    case focus
    case contact
    /// The probe is moved too fast; it stops before the region is covered.
    case speed, coverage

    /// The word a trainee answers with.
    package var quality: String {
      switch self {
      case .overgain, .undergain, .tgc: "gain"
      case .depth: "depth"
      case .focus: "focus"
      case .contact: "contact"
      case .speed: "motion"
      case .coverage: "coverage"
      }
    }
  }

  /// Reads `NAME@FRAME:SEVERITY`, such as `contact@20:0.7`; nil when it is not one.
  package init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let name = Name(rawValue: String(parts[0])) else { return nil }
    let numbers = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    guard numbers.count == 2, let onset = Int(numbers[0]), let severity = Float(numbers[1]) else {
      return nil
    }
    self.init(name, onset: onset, severity: severity)
  }

  /// Why it cannot be in a loop of so many frames; nil when it can.
  package func problem(frames: Int) -> String? {
    if !(0...1).contains(severity) {
      return "fault \(name.rawValue): severity is 0 to 1, not \(severity)"
    }
    if name == .depth, onset != 0 {
      return "fault depth: the depth is set before the sweep; write depth@0:\(severity)"
    }
    if !(0..<max(frames, 1)).contains(onset) {
      return "fault \(name.rawValue): begins at frame 0 to \(frames - 1), not \(onset)"
    }
    return nil
  }
}

extension ScannerPreset {
  /// The machine as it is set once these faults have begun.
  package func spoilt(by faults: [Fault]) -> ScannerPreset {
    faults.reduce(self) { preset, fault in
      var preset = preset
      let s = fault.severity
      switch fault.name {
      case .overgain: preset.gain += 6 + 14 * s
      case .undergain: preset.gain -= 6 + 14 * s
      case .tgc: preset.gainSlope += (fault.onset % 2 == 0 ? -1 : 1) * (4 + 8 * s)
      case .depth: preset.depth = min(preset.depth * (1.35 + 0.65 * s), 60)
      case .focus:
        preset.focus = preset.focus < 0.5 * preset.depth ? preset.depth * (0.9 + 0.6 * s) : 4
        preset.defocus = 1 + 1.5 * s
      case .contact: preset.contactLoss = max(preset.contactLoss, 0.1 + 0.5 * s)
      case .speed, .coverage: break
      }
      return preset
    }
  }
}

package import Sonography

/// An AI reading made wrong on purpose, in a way the AI itself can be wrong.
///
/// A pure function of reading, truth and seed: shown again, it is the same. Everything that depends on
/// what was changed is changed with it (tracks, frames, category of the case), so that nothing in form
/// or size sets it apart from an honest reading.
package struct PlantedError: Sendable {
  package var kind: PlantedErrorKind
  package var reading: AIReading

  /// - Parameters:
  ///   - darkness: Where a false alarm is placed: how dark the neighbourhood of each place of a view's
  ///     middle frame is.
  /// - Returns: Nil when this case offers no believable error.
  package init?(
    in honest: AIReading, of bundle: Case, truth: ReferenceStandard, lexicon: Lexicon,
    darkness: [String: Darkness], seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    let planting = Planting(
      honest: honest, views: bundle.views, truth: truth, lexicon: lexicon, darkness: darkness)
    for kind in planting.kinds.shuffled(using: &random) {
      if let traces = planting.traces(with: kind, using: &random) {
        self.kind = kind
        reading = AIReading(model: honest.model, traces: traces)
        return
      }
    }
    return nil
  }
}

/// What is at hand while an error is planted.
private struct Planting {
  typealias Traces = [(view: String, trace: AITrace)]

  let honest: AIReading
  let views: [Case.View]
  let truth: ReferenceStandard
  let lexicon: Lexicon
  let darkness: [String: Darkness]

  /// A loop without a lesion can only raise a false alarm; where the AI found one, all three fit.
  var kinds: [PlantedErrorKind] {
    let hasTracks = honest.traces.contains { !$0.trace.tracks.isEmpty }
    return truth.outcome == .normal || !hasTracks ? [.falseAlarm] : PlantedErrorKind.allCases
  }

  func traces(with kind: PlantedErrorKind, using random: inout SplitMix64) -> Traces? {
    switch kind {
    case .miss: honest.traces.map { ($0.view, $0.trace.withoutTracks) }
    case .wrongCategory: recalled(using: &random)
    case .falseAlarm: alarmed(using: &random)
    }
  }

  /// Every track on the other side of the line where tissue is taken.
  private func recalled(using random: inout SplitMix64) -> Traces? {
    let isMalignant = truth.outcome == .malignant
    let malignancy =
      isMalignant
      ? Double.random(in: 0.006..<0.018, using: &random)
      : Double.random(in: 0.22..<0.78, using: &random)
    guard let call = PlantedCall(malignancy: malignancy, looksBenign: isMalignant, lexicon) else { return nil }
    return honest.traces.map { ($0.view, $0.trace.calling(call)) }
  }

  /// One more track, where it is dark and no lesion is, on the first view that has such a place.
  private func alarmed(using random: inout SplitMix64) -> Traces? {
    let malignancy = Double.random(in: 0.11..<0.46, using: &random)
    guard let call = PlantedCall(malignancy: malignancy, looksBenign: false, lexicon) else { return nil }
    for (index, entry) in honest.traces.enumerated() {
      guard let view = views.first(where: { $0.id == entry.view }),
        let alarm = FalseAlarm(
          on: view, trace: entry.trace, truth: truth, darkness: darkness[view.id], using: &random)
      else { continue }
      var traces = honest.traces
      traces[index].trace = entry.trace.adding(alarm, call)
      return traces
    }
    return nil
  }
}

/// A category with the likelihood and the words that go with it.
struct PlantedCall {
  let malignancy: Double
  let assessment: Assessment
  /// Words that replace the AI's own for these features.
  let words: [String: [String]]

  /// Nil where the lexicon has no category for the likelihood.
  init?(malignancy: Double, looksBenign: Bool, _ lexicon: Lexicon) {
    let category = lexicon.assessment.offered.last {
      $0.likelihood?.contains(malignancy * 100) == true
    }
    guard let category else { return nil }
    self.malignancy = malignancy
    assessment = category.id
    words = looksBenign ? Self.benign : Self.suspicious
  }

  private static let benign = [
    "shape": ["oval"], "orientation": ["parallel"], "margin": ["circumscribed"], "margin_detail": [],
  ]
  private static let suspicious = [
    "shape": ["irregular"], "margin": ["not_circumscribed"], "margin_detail": ["indistinct"],
  ]

  func descriptors(over own: Descriptors) -> Descriptors {
    var result = own
    for (feature, terms) in words { result[feature] = terms }
    return result
  }
}

extension AITrace {
  fileprivate var withoutTracks: AITrace {
    var trace = self
    trace.tracks = []
    for index in trace.frames.indices { trace.frames[index].findings = [] }
    return trace
  }

  fileprivate func calling(_ call: PlantedCall) -> AITrace {
    var trace = self
    for index in trace.tracks.indices {
      trace.tracks[index].malignancy = call.malignancy
      trace.tracks[index].assessment = call.assessment
      trace.tracks[index].descriptors = call.descriptors(over: trace.tracks[index].descriptors)
    }
    for frame in trace.frames.indices {
      for index in trace.frames[frame].findings.indices {
        trace.frames[frame].findings[index].malignancy = call.malignancy
        trace.frames[frame].findings[index].assessment = call.assessment
        trace.frames[frame].findings[index].descriptors = call.descriptors(
          over: trace.frames[frame].findings[index].descriptors)
      }
    }
    return trace
  }

  fileprivate func adding(_ alarm: FalseAlarm, _ call: PlantedCall) -> AITrace {
    var trace = self
    let id = (tracks.map(\.id).max() ?? 0) + 1
    let descriptors = call.descriptors(over: Descriptors(FalseAlarm.words))
    var track = alarm.track
    track.id = id
    track.malignancy = call.malignancy
    track.assessment = call.assessment
    track.descriptors = descriptors
    trace.tracks.append(track)
    for index in trace.frames.indices {
      guard var finding = alarm.findings[trace.frames[index].frame] else { continue }
      finding.track = id
      finding.malignancy = call.malignancy
      finding.assessment = call.assessment
      finding.descriptors = descriptors
      trace.frames[index].findings.append(finding)
    }
    return trace
  }
}

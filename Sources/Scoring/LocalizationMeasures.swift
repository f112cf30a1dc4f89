import Sonography

/// Where the lesions are: found, missed, and marks where there is none. Against the truth.
extension Comparison {
  private var noPlaces: String {
    "Nobody has outlined the lesions of this case, so marks are not judged."
  }

  var lesionLocalizationFraction: Measure {
    let name = "lesionLocalizationFraction"
    guard hasPlaces else { return .unknown(name, "fraction", because: noPlaces) }
    guard !lesions.isEmpty else {
      return .unknown(name, "fraction", because: "This case has no lesion to find.")
    }
    let found = foundLesions.count
    return Measure(
      name: name, value: Double(found) / Double(lesions.count), unit: "fraction",
      sentence: "You marked \(found) of \(counted(lesions.count, "lesion")).")
  }

  var nonLesionLocalizations: Measure {
    let name = "nonLesionLocalizations"
    guard hasPlaces else { return .unknown(name, "count", because: noPlaces) }
    let count = strayPlaces.count
    let sentence =
      count == 0
      ? "No mark lies away from the lesions."
      : "\(countWord(count)) of your marked places \(count == 1 ? "lies" : "lie") on no lesion."
    return Measure(
      name: name, value: Double(count), unit: "count", sentence: sentence)
  }

  var nonLesionLocalizationsPerMinute: Measure {
    let name = "nonLesionLocalizationsPerMinute"
    guard hasPlaces else { return .unknown(name, "perMinute", because: noPlaces) }
    let loops = reading.views.filter { $0.frameRate != nil }
    guard !loops.isEmpty else {
      return .unknown(name, "perMinute", because: "A still has no minutes; see the count.")
    }
    let seconds = loops.reduce(0) {
      $0 + displayedSeconds(of: $1.id, in: 0...max(0, $1.frames - 1))
    }
    guard seconds > 0 else {
      return .unknown(name, "perMinute", because: "No display time was recorded for this read.")
    }
    let moving = strayPlaces.filter { group in loops.contains { $0.id == group[0].view } }
    let rate = Double(moving.count) * 60 / seconds
    return Measure(
      name: name, value: rate, unit: "perMinute",
      sentence:
        "\(counted(moving.count, "place")) without a lesion marked in "
        + "\(quantity(seconds, "s")) of loop displayed.")
  }

  var duplicateMarks: Measure {
    let count = matching.duplicates.values.reduce(0) { $0 + $1.count }
    let sentence =
      count == 0
      ? "No lesion was marked twice."
      : "\(counted(count, "further mark")) on a lesion you had found: not counted for or against."
    return Measure(name: "duplicateMarks", value: Double(count), unit: "count", sentence: sentence)
  }

  var ignoredMarks: Measure {
    let count = matching.ignored.count
    let sentence =
      count == 0
      ? "No mark lies where experts disagree."
      : "\(counted(count, "mark")) where experts disagree whether there is a lesion: not counted for "
        + "or against."
    return Measure(name: "ignoredMarks", value: Double(count), unit: "count", sentence: sentence)
  }

  /// Whether the lesion that decides the case was found: a malignant one where there is one.
  var caseHit: Measure {
    let malignant = lesions.filter(\.pathology.isMalignant)
    let deciding = malignant.isEmpty ? lesions : malignant
    guard hasPlaces else { return .unknown("caseHit", "fraction", because: noPlaces) }
    guard !deciding.isEmpty else {
      return .unknown("caseHit", "fraction", because: "This case has no lesion to find.")
    }
    let isHit = deciding.contains { matching.found[$0.id] != nil }
    return Measure(
      name: "caseHit", value: isHit ? 1 : 0, unit: "fraction",
      sentence: isHit
        ? "You marked the lesion that decides this case."
        : "The lesion that decides this case carries no mark of yours.")
  }

  var correctRejection: Measure {
    let name = "correctRejection"
    guard hasPlaces else { return .unknown(name, "fraction", because: noPlaces) }
    guard lesions.isEmpty else {
      return .unknown(name, "fraction", because: "This case has a lesion, so nothing to reject.")
    }
    let isClean = strayPlaces.isEmpty
    return Measure(
      name: name, value: isClean ? 1 : 0, unit: "fraction",
      sentence: isClean
        ? "You marked nothing, and the panel marked nothing."
        : "You marked a place in a case without a lesion.")
  }

  var falseMarks: [FalseMark] {
    strayPlaces.map { group in
      let first = group[0]
      let word = group.count == 1 ? first.shape.word : "\(group.count) marks"
      let rating = group.map(\.rating).reduce(first.rating) { $1.value > $0.value ? $1 : $0 }
      return FalseMark(
        marks: group.map(\.id), rating: rating,
        sentence: "The \(word) at frame \(shown(first.frame)) lie\(group.count == 1 ? "s" : "") on no "
          + "lesion; no expert marked it.")
    }
  }

  /// Found lesions over lesions and non-lesion localizations together, so that neither a miss nor a
  /// stray mark goes unnoticed; 1 for a normal case left unmarked; nil where marks are not judged.
  var findResult: Double? {
    guard hasPlaces else { return nil }
    let all = lesions.count + strayPlaces.count
    return all == 0 ? 1 : Double(foundLesions.count) / Double(all)
  }
}

extension MarkShape {
  fileprivate var word: String {
    switch self {
    case .point: "point"
    case .ellipse: "ellipse"
    case .box: "box"
    case .freehand: "outline"
    }
  }
}

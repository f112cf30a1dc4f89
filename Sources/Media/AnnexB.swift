/// H.264 as a byte stream: units, each after a start code 00 00 01 (ITU-T H.264, annex B).
package enum AnnexB {
  /// Unit types used here (table 7-1).
  private enum Kind {
    static let keySlice: UInt8 = 5
    static let remark: UInt8 = 6
    static let sequenceParameters: UInt8 = 7
    static let pictureParameters: UInt8 = 8
    static let filler: UInt8 = 12
  }

  /// The ranges of the units in `stream`, without start codes and trailing zeros.
  static func units(in stream: [UInt8]) -> [Range<Int>] {
    let starts = startCodes(in: stream)
    return starts.indices.compactMap { n in
      var end = n + 1 < starts.count ? starts[n + 1] - 3 : stream.count
      while end > starts[n], stream[end - 1] == 0 { end -= 1 }
      return starts[n] < end ? starts[n]..<end : nil
    }
  }

  /// The same pictures without supplemental remarks (which may name the encoder, its settings or
  /// the recording) and filler.
  package static func withoutRemarks(_ stream: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(stream.count)
    for unit in units(in: stream)
    where ![Kind.remark, Kind.filler].contains(stream[unit.lowerBound] & 31) {
      kept += [0, 0, 0, 1]
      kept += stream[unit]
    }
    return kept
  }

  /// Whether a decoder can start here: parameter sets, then an instantaneous refresh.
  package static func isEntry(_ stream: [UInt8]) -> Bool {
    let kinds = Set(units(in: stream).map { stream[$0.lowerBound] & 31 })
    return kinds.isSuperset(of: [Kind.sequenceParameters, Kind.pictureParameters, Kind.keySlice])
  }

  /// The codec string of RFC 6381, such as `avc1.640028`, from the first sequence parameter set.
  package static func codec(of stream: [UInt8]) -> String? {
    let unit = units(in: stream).first { unit in
      stream[unit.lowerBound] & 31 == Kind.sequenceParameters && unit.count >= 4
    }
    guard let unit else { return nil }
    let profile = stream[(unit.lowerBound + 1)...(unit.lowerBound + 3)]
    return "avc1." + profile.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  // Positions after each 00 00 01.
  private static func startCodes(in stream: [UInt8]) -> [Int] {
    var starts: [Int] = []
    var zeros = 0
    for (place, byte) in stream.enumerated() {
      if byte == 1, zeros >= 2 { starts.append(place + 1) }
      zeros = byte == 0 ? zeros + 1 : 0
    }
    return starts
  }
}

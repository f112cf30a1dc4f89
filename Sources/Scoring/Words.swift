/// Numbers and counts as feedback sentences write them.

/// A fixed number of decimals, with a true minus sign.
func decimals(_ value: Double, _ places: Int = 1) -> String {
  var scale = 1
  for _ in 0..<places { scale *= 10 }
  let whole = Int(min(max((value * Double(scale)).rounded(), -1e15), 1e15))
  let digits = String(abs(whole) % scale)
  let tail = String(repeating: "0", count: max(0, places - digits.count)) + digits
  let sign = whole < 0 ? "−" : ""
  return sign + String(abs(whole) / scale) + (places > 0 ? "." + tail : "")
}

/// A number and its unit, which no line break parts.
func quantity(_ value: Double, _ unit: String, places: Int = 1) -> String {
  decimals(value, places) + "\u{00A0}" + unit
}

func percent(_ share: Double) -> String { quantity(share * 100, "%", places: 0) }

/// `1 mark`, `2 marks`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// `One`, `Two`, ... at the head of a sentence.
func countWord(_ count: Int) -> String {
  let words = ["No", "One", "Two", "Three", "Four", "Five", "Six"]
  return words.indices.contains(count) ? words[count] : String(count)
}

/// Frames are counted from 0, but from 1 where people read them. Wraps rather than trap on a frame
/// that no loop has.
func shown(_ frame: Int) -> String { String(frame &+ 1) }

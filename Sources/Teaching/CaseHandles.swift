package import Sonography

/// Opaque names for the views of one case, so that nothing a trainee receives names the case.
///
/// Views are `v1`, `v2`, ... in the order of the case; a read is translated on its way in and out.
package struct CaseHandles: Hashable, Sendable {
  private let views: [Case.View]

  package init(_ views: [Case.View]) { self.views = views }

  package func handle(of view: String) -> String {
    views.firstIndex { $0.id == view }.map { "v\($0 + 1)" } ?? view
  }

  package func view(_ handle: String) -> Case.View? {
    guard handle.hasPrefix("v"), let number = Int(handle.dropFirst()),
      views.indices.contains(number - 1)
    else { return nil }
    return views[number - 1]
  }

  /// The read with the case's own view ids; unknown handles are kept for the checker to name.
  package func opened(_ read: Read) -> Read { renamed(read) { view($0)?.id ?? "?\($0)" } }

  /// The read as its reader may see it.
  package func closed(_ read: Read) -> Read { renamed(read, handle(of:)) }

  private func renamed(_ read: Read, _ name: (String) -> String) -> Read {
    var read = read
    for index in read.marks.indices { read.marks[index].view = name(read.marks[index].view) }
    read.displayed = Dictionary(
      read.displayed.map { (name($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    return read
  }
}

/// Why a bundle cannot be opened or written. The sentence says where, what and what to do.
package enum CatalogError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file that must be there cannot be read.
  case unreadable(path: String, reason: String)
  /// A path that is no plain file inside its folder.
  case unsafePath(path: String, reason: String)
  /// A file is not what its format says.
  case invalid([Problem])
  /// The file on disk is not the one that was catalogued.
  case changed(path: String)
  /// A bundle with this id exists and was not to be replaced.
  case exists(path: String)
  case unwritable(path: String, reason: String)

  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .unsafePath(let path, let reason): "\(path): \(reason)"
    case .invalid(let problems): problems.map(\.description).joined(separator: "\n")
    case .changed(let path):
      "\(path): has changed since the cases were loaded; start again to use the new version"
    case .exists(let path):
      "\(path): a case with this id exists; choose another id or allow replacing it"
    case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
    }
  }

  /// The sentence with the last part of the path only, for a problem that names its folder already.
  var reason: String {
    switch self {
    case .unreadable(let path, let reason): "\(lastName(path)) cannot be read: \(reason)"
    case .unsafePath(let path, let reason): "\(lastName(path)) \(reason)"
    default: description
    }
  }
}

private func lastName(_ path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}

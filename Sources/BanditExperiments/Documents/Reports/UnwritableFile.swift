package import Foundation

/// Why a file or folder could not be written.
public struct UnwritableFile: Error, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// The reason.
  public let reason: String
  /// The bytes that were to be written.
  public let bytes: Int

  /// What the system says of a place.
  init(_ place: URL, _ error: any Error, bytes: Int = 0) {
    path = place.path
    self.bytes = bytes
    reason =
      switch (error as? CocoaError)?.code {
      case .fileWriteOutOfSpace: "no space left on the device"
      case .fileWriteNoPermission: "permission denied"
      case .fileWriteVolumeReadOnly: "the file system is read-only"
      case .fileWriteFileExists: "a file of that name exists"
      case .fileNoSuchFile: "no such folder"
      case .fileWriteUnknown: "the system gives no reason; perhaps a file of that name exists"
      default: (error as NSError).localizedDescription
      }
  }

  /// The path, the size of what was to be written and the reason.
  public var description: String {
    "cannot write \(path)\(bytes > 0 ? " (\(grouped(bytes)) bytes)" : ""): \(reason)"
  }
}

/// Writes a file under a temporary name and renames it when it is complete, so that a reader never
/// sees half of it.
package func writeFile(_ bytes: Data, to place: URL) throws(UnwritableFile) {
  do {
    try bytes.write(to: place, options: .atomic)
  } catch {
    throw UnwritableFile(place, error, bytes: bytes.count)
  }
}

package import Foundation

/// Why a file cannot be read.
package struct UnreadableFile: Error {
  /// The reason, in the system's words or ours.
  package let reason: String
}

/// The contents of a file.
package func readFile(_ path: String) throws(UnreadableFile) -> Data {
  var isFolder: ObjCBool = false
  if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
    throw UnreadableFile(reason: "it is a folder")
  }
  guard FileManager.default.fileExists(atPath: path) else {
    throw UnreadableFile(reason: "no such file")
  }
  guard access(path, R_OK) == 0 else {
    throw UnreadableFile(reason: systemReason(errno))
  }
  do {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? handle.close() }
    // The limit keeps an endless device from filling the memory.
    return try handle.read(upToCount: 1 << 30) ?? Data()
  } catch {
    throw UnreadableFile(reason: "the system gives no reason")
  }
}

import Foundation

/// What the system says of one of its errors, as it stands in the middle of a sentence.
package func systemReason(_ number: Int32) -> String {
  String(cString: strerror(number)).lowercased()
}
